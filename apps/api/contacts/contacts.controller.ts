import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { ContactsService } from '#contacts';
import { ContactErasureService } from '#enrichment';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope, type AuthenticatedRequest } from '../auth/access.decorators.ts';
import { NotModified, Once, OnlyIfMatch, Refuses } from '../http/documented.ts';
import { expectationOf, IfMatchHeader, withEntityTag, type IfMatch } from '../http/entity-tags.ts';
import { Idempotency } from '../http/idempotency.ts';
import { ListCursors } from '../http/list-cursors.ts';
import { assertOneStart, IdParams, PagingQuery, toListPageDto, toPageDto } from '../http/paging.dto.ts';
import {
  assertConsistent,
  assertNotEmpty,
  ContactChangedResponse,
  ContactListQuery,
  ContactListResponse,
  ContactResponse,
  CREATE_CONTACT_EXAMPLE,
  CreateContactBody,
  EraseContactQuery,
  MessageResponse,
  toContactDto,
  toContactSummaryDto,
  UPDATE_CONTACT_EXAMPLE,
  UpdateContactBody,
} from './contact.dto.ts';
import { EvidenceListResponse, toEvidenceDto } from './evidence.dto.ts';

@Controller('api/contacts')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly erasure: ContactErasureService,
    private readonly cursors: ListCursors,
    private readonly idempotency: Idempotency,
  ) {}

  /** List the contacts that you may see, newest first */
  @Get()
  @RequireScope('contacts:read')
  @Refuses(400, 403)
  async listContacts(@CurrentActor() actor: Actor, @Query() query: ContactListQuery): Promise<ContactListResponse> {
    assertOneStart(query);
    const list = ['contacts', actor.organizationId, query.search, query.companyId];
    const after = this.cursors.open(list, query.cursor);
    const page = await this.contacts.list(actor, query, { limit: query.limit, offset: query.offset, after });
    const figures = toListPageDto(page, query, this.cursors.seal(list, page.next));
    return { success: true, data: { contacts: page.items.map(toContactSummaryDto), ...figures } };
  }

  /** Create a contact */
  @Post()
  @RequireScope('contacts:write')
  @Once()
  @Refuses(400, 403, 404)
  @ApiBody({ type: CreateContactBody, examples: { contact: { value: CREATE_CONTACT_EXAMPLE } } })
  async createContact(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Body() body: CreateContactBody,
  ): Promise<ContactChangedResponse> {
    assertConsistent(body);
    const contact = await this.idempotency.once(
      request,
      async (manager) => toContactDto(await this.contacts.create(actor, body, manager)),
      { contactOf: ({ id }) => id },
    );
    return withEntityTag({ success: true, data: contact, message: 'Contact created successfully' });
  }

  /** Get a contact with its profile */
  @Get(':id')
  @RequireScope('contacts:read')
  @NotModified()
  @Refuses(400, 403, 404)
  async getContact(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<ContactResponse> {
    return withEntityTag({ success: true, data: toContactDto(await this.contacts.get(actor, id)) });
  }

  /** Change a contact: absent fields stay, null clears */
  @Patch(':id')
  @RequireScope('contacts:write')
  @OnlyIfMatch()
  @Refuses(400, 403, 404, 409)
  @ApiBody({ type: UpdateContactBody, examples: { changes: { value: UPDATE_CONTACT_EXAMPLE } } })
  async updateContact(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body() body: UpdateContactBody,
    @IfMatchHeader() ifMatch: IfMatch,
  ): Promise<ContactChangedResponse> {
    assertNotEmpty(body);
    assertConsistent(body);
    const contact = await this.contacts.update(actor, id, body, expectationOf(ifMatch, toContactDto));
    return withEntityTag({ success: true, data: toContactDto(contact), message: 'Contact updated successfully' });
  }

  /** Erase a contact with every copy of what is held on it, and on request bar its email from being entered again */
  @Delete(':id')
  @RequireScope('contacts:write')
  @OnlyIfMatch()
  @Refuses(400, 403, 404)
  async deleteContact(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Query() { bar }: EraseContactQuery,
    @IfMatchHeader() ifMatch: IfMatch,
  ): Promise<MessageResponse> {
    await this.erasure.erase(actor, id, { bar, expected: expectationOf(ifMatch, toContactDto) });
    return { success: true, message: 'Contact deleted successfully' };
  }

  /** List the evidence behind a contact's profile and its company's */
  @Get(':id/evidence')
  @RequireScope('contacts:read')
  @Refuses(400, 403, 404)
  async listContactEvidence(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Query() paging: PagingQuery,
  ): Promise<EvidenceListResponse> {
    const page = await this.contacts.evidence(actor, id, paging);
    return { success: true, data: { evidence: page.items.map(toEvidenceDto), ...toPageDto(page, paging) } };
  }
}
