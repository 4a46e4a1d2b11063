import type { Page } from '#platform';
import { QueryInteger, Uuid } from './fields.ts';

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

/** The figures of a page. */
export function toPageDto(page: Page<unknown>, { limit, offset }: PagingQuery): PageDto {
  return { total: page.total, limit, offset, hasMore: offset + page.items.length < page.total };
}
