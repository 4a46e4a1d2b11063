import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EvidenceDocumentsService } from '#enrichment';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { Refuses } from '../http/documented.ts';
import { EvidenceDocumentResponse, toEvidenceDocumentDto } from './evidence-document.dto.ts';
import { EvidenceParams } from './suggestion.dto.ts';

@Controller('api/contacts/:id/evidence/:evidenceId/document')
@ApiTags('Contacts')
export class EvidenceDocumentController {
  constructor(private readonly documents: EvidenceDocumentsService) {}

  /** Get the document that a piece of evidence was read in, as it was read */
  @Get()
  @RequireScope('contacts:read')
  @Refuses(400, 403, 404)
  async getEvidenceDocument(
    @CurrentActor() actor: Actor,
    @Param() { id, evidenceId }: EvidenceParams,
  ): Promise<EvidenceDocumentResponse> {
    return { success: true, data: toEvidenceDocumentDto(await this.documents.get(actor, id, evidenceId)) };
  }
}
