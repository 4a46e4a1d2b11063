import { Body, Controller, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { CompaniesService } from '#contacts';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope, type AuthenticatedRequest } from '../auth/access.decorators.ts';
import { assertNotEmpty } from '../contacts/contact.dto.ts';
import { NotModified, Once, OnlyIfMatch, Refuses } from '../http/documented.ts';
import { expectationOf, IfMatchHeader, withEntityTag, type IfMatch } from '../http/entity-tags.ts';
import { Idempotency } from '../http/idempotency.ts';
import { ListCursors } from '../http/list-cursors.ts';
import { assertOneStart, IdParams, toListPageDto } from '../http/paging.dto.ts';
import {
  CompanyChangedResponse,
  CompanyListQuery,
  CompanyListResponse,
  CompanyResponse,
  CreateCompanyBody,
  toCompanyDto,
  UpdateCompanyBody,
} from './company.dto.ts';

@Controller('api/companies')
export class CompaniesController {
  constructor(
    private readonly companies: CompaniesService,
    private readonly cursors: ListCursors,
    private readonly idempotency: Idempotency,
  ) {}

  /** List the organization's companies, newest first */
  @Get()
  @RequireScope('contacts:read')
  @Refuses(400, 403)
  async listCompanies(@CurrentActor() actor: Actor, @Query() query: CompanyListQuery): Promise<CompanyListResponse> {
    assertOneStart(query);
    const list = ['companies', actor.organizationId, query.search];
    const after = this.cursors.open(list, query.cursor);
    const page = await this.companies.list(actor, query.search, { limit: query.limit, offset: query.offset, after });
    const figures = toListPageDto(page, query, this.cursors.seal(list, page.next));
    return { success: true, data: { companies: page.items.map(toCompanyDto), ...figures } };
  }

  /** Create a company */
  @Post()
  @RequireScope('contacts:write')
  @Once()
  @Refuses(400, 403)
  async createCompany(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Body() body: CreateCompanyBody,
  ): Promise<CompanyChangedResponse> {
    const company = await this.idempotency.once(request, async (manager) =>
      toCompanyDto(await this.companies.create(actor, body.name, body, manager)),
    );
    return withEntityTag({ success: true, data: company, message: 'Company created successfully' });
  }

  /** Get a company with its profile */
  @Get(':id')
  @RequireScope('contacts:read')
  @NotModified()
  @Refuses(400, 403, 404)
  async getCompany(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<CompanyResponse> {
    return withEntityTag({ success: true, data: toCompanyDto(await this.companies.get(actor, id)) });
  }

  /** Change a company: absent fields stay, null clears */
  @Patch(':id')
  @RequireScope('contacts:write')
  @OnlyIfMatch()
  @Refuses(400, 403, 404, 409)
  async updateCompany(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body() body: UpdateCompanyBody,
    @IfMatchHeader() ifMatch: IfMatch,
  ): Promise<CompanyChangedResponse> {
    assertNotEmpty(body);
    const company = await this.companies.update(actor, id, body, expectationOf(ifMatch, toCompanyDto));
    return withEntityTag({ success: true, data: toCompanyDto(company), message: 'Company updated successfully' });
  }
}
