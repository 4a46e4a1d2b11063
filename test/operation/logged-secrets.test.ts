import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dumpDatabase, findTraces } from '../support/database-dump.ts';
import { startEnrichingPaid, type PaidEnrichingStack } from '../support/enriching-stack.ts';
import { findLoggedSecrets, SECRETS_FILE, secretsIn } from '../support/log-secrets.mjs';

/** Keys as they may be in the settings of a real installation, each of its own form. */
const KEYS = {
  PEOPLE_DATA_LABS_API_KEY: 'pdl-7c1e5d2f9a',
  APOLLO_API_KEY: 'apollo-88fd01c2',
  HUNTER_API_KEY: 'hunter-0b77e3aa',
  GITHUB_TOKEN: 'ghp_5f3a9911cc',
  LLM_API_KEY: 'sk-41d8c0ffee77',
};

let folder: string;
let enriching: PaidEnrichingStack;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contacts-logs-'));
  enriching = await startEnrichingPaid(1, { env: { ...KEYS, LOG_LEVEL: 'trace' } });
});
afterAll(async () => {
  await enriching.stop();
  await rm(folder, { recursive: true });
});

// The logs of the whole run are looked through by the reporter, once all tests have ended.
describe('the search for secrets in the logs of a run', () => {
  it.each([
    ['an API key', '{"msg":"Bearer introzy_1a703199f621e26e"}'],
    ['an email', '{"url":"/api/contacts?search=jane.doe%40acme.com"}'],
    ['an email', '{"err":{"message":"Key (email)=(jane@people.example) already exists"}}'],
    ['a phone number', '{"msg":"+1 555-123-4567"}'],
    ['a phone number', '{"msg":"call 555-1234"}'],
    ['a secret of the settings', '{"headers":{"x-api-key":"pdl-7c1e5d2f9a"}}'],
    ['a secret of the settings', '{"err":{"message":"postgres user app, password s3cr3t-word"}}'],
  ])('finds %s in %s', async (what, line) => {
    const settings = { ...KEYS, DATABASE_URL: 'postgres://app:s3cr3t-word@127.0.0.1/contacts' };
    await writeFile(join(folder, SECRETS_FILE), secretsIn(settings).join('\n'));
    await writeFile(join(folder, 'api-1.out.log'), `{"msg":"listening"}\n${line}\n`);
    expect(findLoggedSecrets(folder)).toEqual([`api-1.out.log, line 2: ${what}`]);
  });

  it('does not take times, ids, stacks and addresses for one', async () => {
    const harmless = [
      '{"level":"info","time":"2026-11-23T07:30:00.123Z","app":"api","pid":4711,"requestId":"0b7e6c0e-5a4d-4a59-9c0e"}',
      '{"err":{"stack":["    at run (file:///srv/node_modules/@nestjs/core/router.js:12:34)"]},"jobId":"job_01a205804c"}',
      '{"url":"http://127.0.0.1:38211","msg":"listening"}',
    ];
    await writeFile(join(folder, 'api-1.out.log'), harmless.join('\n'));
    expect(findLoggedSecrets(folder)).toEqual([]);
  });

  it('has the logs and the secrets of every process that is started', async () => {
    const kept = process.env['TEST_LOGS'] ?? '';
    const { pid } = enriching.stack.api;
    expect(await readdir(kept)).toContain(`api-${pid}.out.log`);
    expect(await readFile(join(kept, `api-${pid}.out.log`), 'utf8')).toContain('"msg":"listening"');
    expect((await readFile(join(kept, SECRETS_FILE), 'utf8')).split('\n')).toEqual(
      expect.arrayContaining(Object.values(KEYS)),
    );
  });
});

describe('keys of providers', () => {
  it('are in no table, and in no log line of any level, once they have been used', async () => {
    const { client, providers, stack } = enriching;
    const contact = { email: 'ada.byron@acme0.example', firstName: 'Ada', lastName: 'Byron', companyName: 'Acme' };
    const { id } = await client.createContact(contact);
    await client.enrich(id, { sources: ['people_data_labs', 'apollo', 'hunter'], force: true });
    const sent = JSON.stringify(
      [providers.peopleDataLabs, providers.apollo, providers.hunter].map((api) => api.requests),
    );
    for (const key of [KEYS.PEOPLE_DATA_LABS_API_KEY, KEYS.HUNTER_API_KEY]) expect(sent).toContain(key);
    const keys = [...Object.values(KEYS), client.key?.slice(8) ?? ''];
    expect(findTraces(await dumpDatabase(stack.database), keys)).toEqual([]);
    const output = [stack.api, ...stack.enrichers].map((app) => app.output()).join('');
    expect(keys.filter((key) => output.includes(key))).toEqual([]);
  });

  it('would be found in a table', async () => {
    const { database } = enriching.stack;
    await database.query(`CREATE TABLE settings AS SELECT $1::text AS apollo`, [KEYS.APOLLO_API_KEY]);
    expect(findTraces(await dumpDatabase(database), Object.values(KEYS))).toEqual([
      `public.settings.apollo: ${KEYS.APOLLO_API_KEY}`,
    ]);
  });
});
