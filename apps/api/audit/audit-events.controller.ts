import { Controller, Get, Query } from '@nestjs/common';
import { AuditTrail, type Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { Refuses } from '../http/documented.ts';
import { ListCursors } from '../http/list-cursors.ts';
import { AuditEventListQuery, AuditEventListResponse, toAuditEventPageDto, toAuditFilter } from './audit-event.dto.ts';

@Controller('api/audit-events')
export class AuditEventsController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly cursors: ListCursors,
  ) {}

  /** List who did what to which row, newest first */
  @Get()
  @RequireScope('admin')
  @Refuses(400, 403)
  async listAuditEvents(
    @CurrentActor() actor: Actor,
    @Query() query: AuditEventListQuery,
  ): Promise<AuditEventListResponse> {
    const { limit, cursor, ...filter } = query;
    const { action, subjectId, userId, since, until } = filter;
    const list = ['audit events', actor.organizationId, action, subjectId, userId, since, until];
    const after = this.cursors.open(list, cursor);
    const page = await this.trail.list(actor, toAuditFilter(query), { limit, after });
    return { success: true, data: toAuditEventPageDto(page, limit, this.cursors.seal(list, page.next)) };
  }
}
