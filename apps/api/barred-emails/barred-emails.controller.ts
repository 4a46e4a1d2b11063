import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { BarredEmailsService } from '#contacts';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { MessageResponse } from '../contacts/contact.dto.ts';
import { Refuses } from '../http/documented.ts';
import { IdParams, PagingQuery, toPageDto } from '../http/paging.dto.ts';
import { BarredEmailListResponse, toBarredEmailDto } from './barred-email.dto.ts';

@Controller('api/barred-emails')
export class BarredEmailsController {
  constructor(private readonly bars: BarredEmailsService) {}

  /** List the emails that were barred when their contacts were erased, newest first */
  @Get()
  @RequireScope('admin')
  @Refuses(400, 403)
  async listBarredEmails(@CurrentActor() actor: Actor, @Query() paging: PagingQuery): Promise<BarredEmailListResponse> {
    const page = await this.bars.list(actor, paging);
    return { success: true, data: { barredEmails: page.items.map(toBarredEmailDto), ...toPageDto(page, paging) } };
  }

  /** Allow a barred email again; a 409 `contact_email_barred` gives its id as `existingId` */
  @Delete(':id')
  @RequireScope('admin')
  @Refuses(400, 403, 404)
  async liftBarredEmail(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<MessageResponse> {
    await this.bars.lift(actor, id);
    return { success: true, message: 'The email may be entered again' };
  }
}
