import type { HttpConnection } from '../load/http-connection.ts';
import type { Bench } from '../stack/bench.ts';
import { queries, sideOf, type Reading } from './reading.ts';

/** A request that has to stay fast, and what the database may do for it. */
export interface HotRequest {
  readonly name: string;
  /** Indexes that it may use, besides those of every request. */
  readonly indexes: readonly string[];
  /** Makes it once; each call is another one. */
  readonly prepare: (bench: Bench) => Promise<() => Promise<unknown>>;
}

/** Tables that grow with what users store: none of them is ever read through, once it has more than a few pages. */
export const BIG_TABLES: readonly string[] = ['contacts', 'companies', 'enriched_values', 'evidence', 'users'];

/** Indexes that any request may use: one row by its key. */
export const KEY_INDEXES: readonly string[] = [
  ...['organizations_pkey', 'users_pkey', 'users_tenant_key', 'users_email_key', 'api_keys_hash_key', 'api_keys_pkey'],
  ...['companies_pkey', 'companies_tenant_key', 'contacts_pkey', 'contacts_tenant_key', 'barred_emails_hash_key'],
];

function list(name: string, indexes: readonly string[], reading: Reading): HotRequest {
  const prepare = async (bench: Bench): Promise<() => Promise<unknown>> => {
    const { before, run } = await sideOf(bench, reading, (await bench.observed()).server);
    await before?.();
    return run;
  };
  return { name, indexes, prepare };
}

async function observedConnection(bench: Bench): Promise<HttpConnection> {
  return bench.connection('big', 'admin', (await bench.observed()).server);
}

const newest = ['contacts_newest_idx'];
const ofCompany = ['contacts_company_idx'];
const bySearch = ['contacts_search_idx'];
const member = 'member' as const;
const firstTime = true;

/** Hot requests and the indexes they are meant to use: the one place to change when an index is added or replaced. */
export const HOT_REQUESTS: readonly HotRequest[] = [
  list('list', newest, { of: 'big' }),
  list('list, member', newest, { of: 'big', role: member }),
  list('list by companyId', ofCompany, { of: 'big', query: queries.company }),
  list('list by companyId, member', ofCompany, { of: 'big', role: member, query: queries.company }),
  list('search rare word', bySearch, { of: 'big', query: queries.rareWord, firstTime }),
  list('search common word', [...bySearch, ...newest], { of: 'big', query: queries.commonWord, firstTime }),
  // Most pages of trigrams would be read for so few letters: to walk all of the organization is as good.
  list('search one letter', [...bySearch, ...newest], { of: 'big', query: queries.oneLetter, firstTime }),
  list('search two letters', [...bySearch, ...newest], { of: 'big', query: queries.twoLetters, firstTime }),
  list('page at nine tenths', newest, { of: 'big', query: queries.offset(0.9) }),
  list('page by cursor', newest, { of: 'big', query: queries.cursor(0.9) }),
  {
    name: 'get',
    indexes: ['enriched_values_contact_idx', 'enriched_values_contact_key', 'evidence_value_idx'],
    prepare: get,
  },
  {
    name: 'create',
    indexes: [
      ...['contacts_email_key', 'companies_name_key'],
      ...['enriched_values_contact_idx', 'enriched_values_contact_key', 'evidence_value_idx'],
    ],
    prepare: create,
  },
];

/** Reads one contact. */
export async function get(bench: Bench): Promise<() => Promise<unknown>> {
  const connection = await observedConnection(bench);
  const [id = ''] = await bench.contactIds('big', 1);
  return () => connection.json('GET', `/api/contacts/${id}`);
}

let created = 0;

/** Creates a contact of a company that there is already, as the documentation's example does. */
export async function create(bench: Bench): Promise<() => Promise<unknown>> {
  const connection = await observedConnection(bench);
  return () => connection.json('POST', '/api/contacts', { ...newContact(created++), companyName: 'Bench Works' });
}

/** The body of a request that creates a contact. @param n makes it another one */
export function newContact(n: number | string) {
  return {
    ...{ email: `created-${n}@mail.example`, firstName: `Ada ${n}`, lastName: `Lovelace ${n}` },
    ...{ phoneNumber: `+44 1632 ${n}`, address: `${n} Market Street, Leeds` },
  };
}
