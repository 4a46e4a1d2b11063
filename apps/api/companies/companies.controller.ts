import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CompaniesService } from '#contacts';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { assertNotEmpty } from '../contacts/contact.dto.ts';
import { Refuses } from '../http/documented.ts';
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
  @Refuses(400, 403, 409)
  async createCompany(@CurrentActor() actor: Actor, @Body() body: CreateCompanyBody): Promise<CompanyChangedResponse> {
    const company = await this.companies.create(actor, body.name, body);
    return { success: true, data: toCompanyDto(company), message: 'Company created successfully' };
  }

  /** Get a company with its profile */
  @Get(':id')
  @RequireScope('contacts:read')
  @Refuses(400, 403, 404)
  async getCompany(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<CompanyResponse> {
    return { success: true, data: toCompanyDto(await this.companies.get(actor, id)) };
  }

  /** Change a company: absent fields stay, null clears */
  @Patch(':id')
  @RequireScope('contacts:write')
  @Refuses(400, 403, 404, 409)
  async updateCompany(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body() body: UpdateCompanyBody,
  ): Promise<CompanyChangedResponse> {
    assertNotEmpty(body);
    const company = await this.companies.update(actor, id, body);
    return { success: true, data: toCompanyDto(company), message: 'Company updated successfully' };
  }
}
