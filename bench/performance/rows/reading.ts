import { COMMON_WORD, RARE_WORD } from '../data/dataset.ts';
import type { HttpConnection } from '../load/http-connection.ts';
import type { Bench, OrganizationName, Role } from '../stack/bench.ts';
import type { ServerProcess } from '../stack/server-process.ts';
import type { Side } from './sampling.ts';

/** A list as a client asks for it. */
export interface Reading {
  readonly of: OrganizationName;
  readonly role?: Role;
  /** Parameters of the query. */
  query?(bench: Bench, connection: HttpConnection): Promise<string> | string;
  /** Nothing that the api remembers of the organization's totals may help. */
  readonly firstTime?: boolean;
}

interface ListAnswer {
  readonly data: { readonly nextCursor?: string | null };
}

const search = (word: string): string => `search=${encodeURIComponent(word)}`;

/** How far in a page lies, as a share of the organization's contacts: 0.9 is 450,000 of 500,000. */
const offsetOf = (bench: Bench, share: number): number => Math.floor(bench.organization('big').contacts * share);

/** Queries of lists, by what they ask for. */
export const queries = {
  company: largestCompany,
  rareWord: () => search(RARE_WORD),
  commonWord: () => search(COMMON_WORD),
  oneLetter: (bench: Bench) => search(bench.options.halfMatches.oneLetter),
  twoLetters: (bench: Bench) => search(bench.options.halfMatches.twoLetters),
  offset: (share: number) => (bench: Bench) => `offset=${offsetOf(bench, share)}`,
  /** The page that follows the one at the offset. */
  cursor: (share: number) => async (bench: Bench, connection: HttpConnection) => {
    const { data } = await connection.json<ListAnswer>('GET', `/api/contacts?offset=${offsetOf(bench, share)}`);
    if (data.nextCursor == null) throw new Error('a page has no nextCursor');
    return `cursor=${encodeURIComponent(data.nextCursor)}`;
  },
} as const;

/** Prepares a list for being timed. */
export async function sideOf(bench: Bench, reading: Reading, server?: ServerProcess): Promise<Side> {
  const connection = await bench.connection(reading.of, reading.role, server);
  const query = (await reading.query?.(bench, connection)) ?? '';
  const path = query === '' ? '/api/contacts' : `/api/contacts?${query}`;
  const run = (): Promise<unknown> => connection.json('GET', path);
  return reading.firstTime === true ? { run, before: await changeOf(bench, reading.of, server) } : { run };
}

/** Renames a contact of the organization: what was known of its searches is no longer true. */
async function changeOf(
  bench: Bench,
  organization: OrganizationName,
  server?: ServerProcess,
): Promise<() => Promise<unknown>> {
  const connection = await bench.connection(organization, 'admin', server);
  const [id = ''] = await bench.contactIds(organization, 1);
  let change = 0;
  return () => connection.json('PATCH', `/api/contacts/${id}`, { lastName: `Bench ${(change += 1)}` });
}

async function largestCompany(bench: Bench, connection: HttpConnection): Promise<string> {
  const { data } = await connection.json<{ data: { contacts: readonly { id: string }[] } }>(
    'GET',
    '/api/contacts?limit=1',
  );
  const [row] = await bench.query<{ company_id: string }>(
    `SELECT company_id FROM contacts WHERE company_id IS NOT NULL
       AND organization_id = (SELECT organization_id FROM contacts WHERE id = $1)
     GROUP BY company_id ORDER BY count(*) DESC, company_id LIMIT 1`,
    [data.contacts[0]?.id],
  );
  return `companyId=${row?.company_id ?? ''}`;
}
