import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { SuggestionsService } from '#contacts';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope, type AuthenticatedRequest } from '../auth/access.decorators.ts';
import { Once, Refuses } from '../http/documented.ts';
import { withEntityTag } from '../http/entity-tags.ts';
import { Idempotency } from '../http/idempotency.ts';
import { IdParams, PagingQuery, toPageDto } from '../http/paging.dto.ts';
import { ContactChangedResponse, toContactDto } from './contact.dto.ts';
import { EvidenceParams, SuggestionListResponse, SuggestionParams, toSuggestionDto } from './suggestion.dto.ts';

@Controller('api/contacts/:id')
export class SuggestionsController {
  constructor(
    private readonly suggestions: SuggestionsService,
    private readonly idempotency: Idempotency,
  ) {}

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
  @Once()
  @Refuses(400, 403, 404)
  async acceptSuggestion(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Param() { id, suggestionId }: SuggestionParams,
  ): Promise<ContactChangedResponse> {
    const contact = await this.idempotency.once(
      request,
      async (manager) => toContactDto(await this.suggestions.accept(actor, id, suggestionId, manager)),
      { contactOf: () => id },
    );
    return withEntityTag({ success: true, data: contact, message: 'Suggestion accepted' });
  }

  /** Reject a suggestion: this value is not proposed again */
  @Post('suggestions/:suggestionId/reject')
  @HttpCode(200)
  @RequireScope('contacts:write')
  @Once()
  @Refuses(400, 403, 404)
  async rejectSuggestion(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Param() { id, suggestionId }: SuggestionParams,
  ): Promise<ContactChangedResponse> {
    const contact = await this.idempotency.once(
      request,
      async (manager) => toContactDto(await this.suggestions.reject(actor, id, suggestionId, manager)),
      { contactOf: () => id },
    );
    return withEntityTag({ success: true, data: contact, message: 'Suggestion rejected' });
  }

  /** Say that the document behind a piece of evidence is about another person: what it gave is removed, and it is barred */
  @Post('evidence/:evidenceId/wrong-person')
  @HttpCode(200)
  @RequireScope('contacts:write')
  @Once()
  @Refuses(400, 403, 404)
  async barWrongPerson(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Param() { id, evidenceId }: EvidenceParams,
  ): Promise<ContactChangedResponse> {
    const contact = await this.idempotency.once(
      request,
      async (manager) => toContactDto(await this.suggestions.barWrongPerson(actor, id, evidenceId, manager)),
      { contactOf: () => id },
    );
    return withEntityTag({ success: true, data: contact, message: 'Match removed and barred' });
  }
}
