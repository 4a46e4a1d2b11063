import type { ListPosition } from '#contacts';
import type { BareRequest } from './bare-config.ts';

export type DatabaseRow = Readonly<Record<string, unknown>>;

/** JSON from the database carries times as text, of another form than the api's. */
const withTimes = (contact: DatabaseRow): DatabaseRow => ({
  ...contact,
  createdAt: new Date(contact['createdAt'] as string).toISOString(),
  updatedAt: new Date(contact['updatedAt'] as string).toISOString(),
});

/** What of a list's answer does not come out of its rows as it is. */
export interface ListParts {
  /** The figures that are the same each time. */
  readonly data: DatabaseRow;
  /** The cursor that follows after a contact. */
  readonly cursorAfter: (last: ListPosition | null) => string | null;
}

/**
 * The product's answers, made of the rows that its statements give.
 * @param rows of all statements of the request, in order
 */
export function answerOf(request: BareRequest, rows: readonly DatabaseRow[], list: ListParts): DatabaseRow {
  if (request === 'list') {
    const total = rows.find((row) => 'total' in row)?.['total'];
    const contacts = rows.flatMap((row) =>
      Array.isArray(row['items']) ? (row['items'] as DatabaseRow[]) : 'email' in row ? [row] : [],
    );
    const nextCursor = list.cursorAfter((contacts.at(-1) as ListPosition | undefined) ?? null);
    return { success: true, data: { ...list.data, contacts: contacts.map(withTimes), total, nextCursor } };
  }
  const contact = rows.findLast((row) => 'email' in row);
  if (!contact) return { success: false };
  const message = request === 'create' ? { message: 'Contact created successfully' } : {};
  return { success: true, data: withTimes(contact), ...message };
}
