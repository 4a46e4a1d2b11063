import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { SuggestionsService } from '#contacts';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { Refuses } from '../http/documented.ts';
import { IdParams, PagingQuery, toPageDto } from '../http/paging.dto.ts';
import { ContactChangedResponse, toContactDto } from './contact.dto.ts';
import { EvidenceParams, SuggestionListResponse, SuggestionParams, toSuggestionDto } from './suggestion.dto.ts';

@Controller('api/contacts/:id')
export class SuggestionsController {
  constructor(private readonly suggestions: SuggestionsService) {}

  /** List what enrichment suggests for a contact and its company, newest first */
  @Get('suggestions')
  @RequireScope('contacts:read')
  @Refuses(400, 403, 404)
  async listSuggestions(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Query() paging: PagingQuery,
  ): Promise<SuggestionListResponse> {
    const page = await this.suggestions.list(actor, id, paging);
    return { success: true, data: { suggestions: page.items.map(toSuggestionDto), ...toPageDto(page, paging) } };
  }

  /** Accept a suggestion: it counts as entered by you */
  @Post('suggestions/:suggestionId/accept')
  @HttpCode(200)
  @RequireScope('contacts:write')
  @Refuses(400, 403, 404, 409)
  async acceptSuggestion(
    @CurrentActor() actor: Actor,
    @Param() { id, suggestionId }: SuggestionParams,
  ): Promise<ContactChangedResponse> {
    const contact = await this.suggestions.accept(actor, id, suggestionId);
    return { success: true, data: toContactDto(contact), message: 'Suggestion accepted' };
  }

  /** Reject a suggestion: this value is not proposed again */
  @Post('suggestions/:suggestionId/reject')
  @HttpCode(200)
  @RequireScope('contacts:write')
  @Refuses(400, 403, 404, 409)
  async rejectSuggestion(
    @CurrentActor() actor: Actor,
    @Param() { id, suggestionId }: SuggestionParams,
  ): Promise<ContactChangedResponse> {
    const contact = await this.suggestions.reject(actor, id, suggestionId);
    return { success: true, data: toContactDto(contact), message: 'Suggestion rejected' };
  }

  /** Say that the document behind a piece of evidence is about another person: what it gave is removed, and it is barred */
  @Post('evidence/:evidenceId/wrong-person')
  @HttpCode(200)
  @RequireScope('contacts:write')
  @Refuses(400, 403, 404)
  async barWrongPerson(
    @CurrentActor() actor: Actor,
    @Param() { id, evidenceId }: EvidenceParams,
  ): Promise<ContactChangedResponse> {
    const contact = await this.suggestions.barWrongPerson(actor, id, evidenceId);
    return { success: true, data: toContactDto(contact), message: 'Match removed and barred' };
  }
}
