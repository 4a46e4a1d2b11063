import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { until } from '../operation/until.ts';
import { startStack, type Stack } from '../support/apps.ts';
import type { Answer, Client } from '../support/client.ts';
import { planted, row, type Finding } from './row.ts';

const AREA = 'concurrency';

let stack: Stack;
let client: Client;
beforeAll(async () => {
  stack = await startStack();
  client = await stack.client();
});
afterAll(() => stack.stop());

const KINDS = {
  contacts: { body: () => ({ email: `${randomUUID()}@people.example`, firstName: 'Ada' }), field: 'lastName' },
  companies: { body: () => ({ name: randomUUID() }), field: 'industry' },
};
type Kind = keyof typeof KINDS;

/** Sends requests that change a row, and holds them up at its lock until several wait there, so that they do meet. */
async function meeting(kind: Kind, id: string, send: () => Promise<Answer>[]): Promise<Answer[]> {
  await stack.database.query('BEGIN');
  await stack.database.query(`SELECT FROM ${kind} WHERE id = $1 FOR UPDATE`, [id]);
  const sent = Promise.all(send());
  const waiting = 'SELECT FROM pg_locks WHERE NOT granted';
  await until('several wait', async () => (await stack.database.query(waiting)).length >= 5).finally(() =>
    stack.database.query('COMMIT'),
  );
  return sent;
}

/** @param guarded false plants the fault: nothing says what the twenty have seen */
async function twentyAtOnce(kind: Kind, guarded: boolean): Promise<Finding> {
  const { body, field } = KINDS[kind];
  const created = await client.post(`/api/${kind}`, body());
  const id = created.body.data.id as string;
  const path = `/api/${kind}/${id}`;
  const headers: Record<string, string> = guarded ? { 'If-Match': created.headers.get('etag') ?? '' } : {};
  const answers = await meeting(kind, id, () =>
    Array.from({ length: 20 }, (_, at) => client.send('PATCH', path, { [field]: `number ${at}` }, headers)),
  );
  const won = answers.filter(({ status }) => status === 200);
  const stale = answers.filter(({ status }) => status === 412);
  const left = (await client.get(path)).body.data[field];
  return {
    measured: `${won.length} of 20 changed it, ${stale.length} were refused`,
    faults: [
      ...(won.length === 1 && stale.length === 19 ? [] : [`${won.length} changed it, ${stale.length} were refused`]),
      ...(won[0]?.body.data[field] === left ? [] : ['the one that won was overwritten']),
    ],
  };
}

for (const kind of ['contacts', 'companies'] as const) {
  row(AREA, `20 changes with the same If-Match: one is made (${kind})`, () => twentyAtOnce(kind, true));
  planted(AREA, `changes of what was not seen (${kind})`, () => twentyAtOnce(kind, false));
}

const CHANGES: Record<string, unknown>[] = [
  ...['firstName', 'lastName', 'phoneNumber', 'address'].map((field) => ({ [field]: `a new ${field}` })),
  ...[{ isConnector: true }, { isSolutionProvider: true }, { visibility: 'private' }],
];

/** @param toBody what a client sends for a change to what it has read; the whole of it plants the fault */
async function differentFields(toBody: (read: object, change: object) => object): Promise<Finding> {
  const { id, firstName, lastName, phoneNumber, address } = await client.createContact();
  const read = { firstName, lastName, phoneNumber, address };
  const sent = Array.from({ length: 20 }, (_, at) => CHANGES[at % CHANGES.length]!);
  const answers = await meeting('contacts', id as string, () =>
    sent.map((change) => client.patch(`/api/contacts/${id}`, toBody(read, change))),
  );
  const failed = answers.filter(({ status }) => status !== 200).map(({ status }) => `answered ${status}`);
  const contact = (await client.get(`/api/contacts/${id}`)).body.data;
  const lost = Object.entries(Object.assign({}, ...CHANGES) as object).filter(
    ([name, value]) => contact[name] !== value,
  );
  const faults = [...failed, ...lost.map(([name]) => `${name} was lost`)];
  return { measured: `${sent.length} changes, ${lost.length} lost`, faults };
}

row(AREA, '20 changes of different fields at once all survive', () => differentFields((_read, change) => change));
planted(AREA, 'changes that overwrite each other', () => differentFields((read, change) => ({ ...read, ...change })));
