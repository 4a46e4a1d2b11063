import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ContactExportService } from '#enrichment';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { Refuses } from '../http/documented.ts';
import { IdParams } from '../http/paging.dto.ts';
import { ContactExportResponse, toContactExportDto } from './contact-export.dto.ts';

@Controller('api/contacts/:id/export')
@ApiTags('Contacts')
export class ContactExportController {
  constructor(private readonly exports: ContactExportService) {}

  /** Get all that is held on a person, for the person to be told; the audit trail notes it */
  @Get()
  @RequireScope('contacts:read')
  @Refuses(400, 403, 404)
  async exportContact(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<ContactExportResponse> {
    return { success: true, data: toContactExportDto(await this.exports.export(actor, id)) };
  }
}
