import { hotQuery, type Page, type Paging } from '#platform';
import type { EntityManager } from 'typeorm';
import type { Conditions } from './conditions.ts';
import type { SearchTotals } from './search-totals.ts';

/** A place in a list that is ordered newest first: right after the row of this moment and id. */
export interface ListPosition {
  /** ISO 8601, to the microsecond. */
  readonly createdAt: string;
  readonly id: string;
}

/** A page by offset, or from a position on. */
export interface ListPaging extends Paging {
  readonly after?: ListPosition | undefined;
}

export interface ListPage<T> extends Page<T> {
  /** Where the next page starts; null at the end. */
  readonly next: ListPosition | null;
}

/** The times of a row, as ISO 8601 text. */
interface TextTimes {
  createdAt: string;
  updatedAt: string;
}

/** A row of a list, as JSON. */
interface ListedRow extends TextTimes {
  readonly id: string;
}

/** A list with an exact total, newest first. */
export interface Listing {
  /** The table, which has an index on organization, `created_at DESC`, `id DESC`. */
  readonly table: string;
  /** By which all SQL here knows a row of the table. */
  readonly alias: string;
  readonly joins?: string;
  /** SQL of what an item shows, `id`, `"createdAt"` and `"updatedAt"` among it. */
  readonly columns: string;
  readonly conditions: Conditions;
  /** SQL of the total that is kept for these conditions; undefined where it has to be counted. */
  readonly keptTotal: string | undefined;
  /** SQL of a number that grows whenever the outcome of a search may change. */
  readonly changes: string;
  /** Everything that a counted total hangs on. */
  readonly search: string;
}

/** From this offset on, a list is read from its other end if that is nearer. */
const FAR = 1000;

/**
 * Reads a page of a list with its exact total in one statement, so that both are of the same moment. The rows of the
 * page are found in the index alone, which has all that conditions ask for, and only then read. Times of the rows are
 * ISO 8601, to the millisecond.
 */
export async function readList<Row extends ListedRow>(
  manager: EntityManager,
  listing: Listing,
  paging: ListPaging,
  totals: SearchTotals,
): Promise<ListPage<Row>> {
  const { conditions } = listing;
  const total = totalSql(listing, totals);
  const page = pageSql(listing, paging);
  const sql = `
    WITH counted AS MATERIALIZED (SELECT ${total} AS total, ${listing.keptTotal === undefined ? `(${listing.changes})` : 'NULL'} AS changes),
    page AS MATERIALIZED (${page})
    SELECT counted.total::int, counted.changes::text, (SELECT json_agg(item) FROM (
      SELECT ${listing.columns} FROM page
      CROSS JOIN LATERAL (SELECT * FROM ${listing.table} WHERE id = page.id LIMIT 1) ${listing.alias} ${listing.joins ?? ''}
      ORDER BY ${listing.alias}.created_at DESC, ${listing.alias}.id DESC) item) AS items
    FROM counted`;
  // The plan of a search hangs on its words; a list has one that is best for all.
  const run = listing.keptTotal === undefined ? manager.query.bind(manager) : hotQuery.bind(undefined, manager);
  const [row] = (await run(sql, conditions.parameters)) as [{ total: number; changes: string; items: Row[] | null }];
  // The page itself is not kept.
  if (listing.keptTotal === undefined) totals.keep(listing.search, { total: row.total, changes: row.changes });
  return toPage(row.total, row.items ?? [], paging);
}

/** Counts only what is not known: PostgreSQL runs a subquery when its value is needed. */
function totalSql({ table, alias, conditions, keptTotal, changes, search }: Listing, totals: SearchTotals): string {
  if (keptTotal !== undefined) return `(${keptTotal})`;
  const count = `(SELECT count(*) FROM ${table} ${alias} WHERE ${conditions.sql})`;
  const known = totals.find(search);
  if (!known) return count;
  const unchanged = `(${changes}) = ${conditions.bind(known.changes)}::bigint`;
  return `CASE WHEN ${unchanged} THEN ${conditions.bind(known.total)}::bigint ELSE ${count} END`;
}

function pageSql({ table, alias, conditions }: Listing, { limit, offset, after }: ListPaging): string {
  const rows = `SELECT ${alias}.id FROM ${table} ${alias} WHERE ${conditions.sql}`;
  const position = `(${alias}.created_at, ${alias}.id)`;
  const newestFirst = `ORDER BY ${alias}.created_at DESC, ${alias}.id DESC`;
  const most = conditions.bind(limit);
  if (after) {
    const [createdAt, id] = [conditions.bind(after.createdAt), conditions.bind(after.id)];
    // One more than asked for: whether there is a next page.
    return `${rows} AND ${position} < (${createdAt}::timestamptz, ${id}::uuid) ${newestFirst} LIMIT ${most}::bigint + 1`;
  }
  const skipped = `${conditions.bind(offset)}::bigint`;
  if (offset < FAR) return `${rows} ${newestFirst} LIMIT ${most} OFFSET ${skipped}`;
  const isNearer = (end: string): string => `(SELECT total FROM counted) ${end} 2 * ${skipped}`;
  return `
    (${rows} AND ${isNearer('>=')} ${newestFirst} LIMIT ${most} OFFSET ${skipped}) UNION ALL
    (${rows} AND ${isNearer('<')} ORDER BY ${alias}.created_at, ${alias}.id
     LIMIT (SELECT greatest(least(total - ${skipped}, ${most}), 0) FROM counted)
     OFFSET (SELECT greatest(total - ${skipped} - ${most}, 0) FROM counted))`;
}

function toPage<Row extends ListedRow>(total: number, rows: readonly Row[], paging: ListPaging): ListPage<Row> {
  const { limit, offset, after } = paging;
  const hasMore = after ? rows.length > limit : offset + rows.length < total && rows.length > 0;
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = hasMore && last ? { createdAt: last.createdAt, id: last.id } : null;
  return { items: items.map(toMilliseconds), total, next };
}

/** As JSON of PostgreSQL has it where the time zone is UTC; zeros at the end are left out. */
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}\+00:00$/;

/**
 * Shortens the times of a row, which nobody else may have yet, to milliseconds in UTC. Nearly always the text has them;
 * to make a Date of it, and text of that, took a tenth of what a list costs outside the database.
 */
export function toMilliseconds<Row extends TextTimes>(row: Row): Row {
  row.createdAt = shortened(row.createdAt);
  row.updatedAt = shortened(row.updatedAt);
  return row;
}

const shortened = (time: string): string =>
  UTC_TIME.test(time) ? `${time.slice(0, 23)}Z` : new Date(time).toISOString();
