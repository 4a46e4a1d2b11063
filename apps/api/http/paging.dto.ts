import type { ListPage } from '#contacts';
import { invalidField, type Page } from '#platform';
import { ApiProperty } from '@nestjs/swagger';
import { OptionalCursor, QueryInteger, Uuid } from './fields.ts';

export class IdParams {
  /** @example "550e8400-e29b-41d4-a716-446655440000" */
  @Uuid()
  id: string;
}

export class PagingQuery {
  /** How many to return. */
  @QueryInteger(1, 100, 50)
  limit: number = 50;

  /** How many to skip. */
  @QueryInteger(0, 2_147_483_647, 0)
  offset: number = 0;
}

/** Of lists that may be long: pages by offset, or from where another page has ended. */
export class ListQuery extends PagingQuery {
  /** The `nextCursor` of the page before, of the same search. Reaches any depth at the same speed, and misses nothing that is added meanwhile. Not together with offset. */
  @OptionalCursor()
  cursor?: string;
}

/** What every list tells of itself. */
export class PageDto {
  /** How many there are in all. @example 150 */
  total: number;
  /** @example 50 */
  limit: number;
  /** @example 0 */
  offset: number;
  /** Whether more follow after this page. @example true */
  hasMore: boolean;
}

export class ListPageDto extends PageDto {
  /** Gives the next page as `cursor`; null on the last page. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

/** Rules that span fields. @throws DomainError `invalid_request` */
export function assertOneStart({ cursor, offset }: ListQuery): void {
  if (cursor !== undefined && offset > 0) throw invalidField('offset', 'cannot be given together with cursor');
}

/** The figures of a page of a list that may be long. */
export function toListPageDto(
  page: ListPage<unknown>,
  { limit, offset }: ListQuery,
  nextCursor: string | null,
): ListPageDto {
  return { total: page.total, limit, offset, hasMore: nextCursor !== null, nextCursor };
}

/** The figures of a page. */
export function toPageDto(page: Page<unknown>, { limit, offset }: PagingQuery): PageDto {
  return { total: page.total, limit, offset, hasMore: offset + page.items.length < page.total };
}
