import type { BareRequest } from './bare-config.ts';

export type DatabaseRow = Readonly<Record<string, unknown>>;

/** JSON from the database carries times as text, of another form than the api's. */
const withTimes = (contact: DatabaseRow): DatabaseRow => ({
  ...contact,
  createdAt: new Date(contact['createdAt'] as string).toISOString(),
  updatedAt: new Date(contact['updatedAt'] as string).toISOString(),
});

/**
 * The product's answers, made of the rows that its statements give.
 * @param rows of all statements of the request, in order
 */
export function answerOf(request: BareRequest, rows: readonly DatabaseRow[], listData: DatabaseRow): DatabaseRow {
  if (request === 'list') {
    const total = rows.find((row) => 'total' in row)?.['total'];
    const contacts = rows.flatMap((row) =>
      Array.isArray(row['items']) ? (row['items'] as DatabaseRow[]) : 'email' in row ? [row] : [],
    );
    return { success: true, data: { ...listData, contacts: contacts.map(withTimes), total } };
  }
  const contact = rows.findLast((row) => 'email' in row);
  if (!contact) return { success: false };
  const message = request === 'create' ? { message: 'Contact created successfully' } : {};
  return { success: true, data: withTimes(contact), ...message };
}
