import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '#platform';
import { askEveryTime } from '../../../test/support/lookups.ts';
import { serveNames, type NameServer } from '../../../test/support/name-server.ts';
import { collectFrom } from '../collect.ts';
import { dns } from './dns.ts';

let server: NameServer;
beforeAll(async () => {
  server = await serveNames({
    example: {},
    'acme.example': {
      mx: [
        [20, 'backup.acme.example'],
        [1, 'ASPMX.L.GOOGLE.COM'],
      ],
    },
    'office.example': { mx: [[10, 'office-example.mail.protection.outlook.com']] },
    'own.example': { mx: [[10, 'mx.own.example']] },
    'nomail.example': { mx: [[0, '']] },
    'web.example': { a: ['192.0.2.7'] },
    'bare.example': {},
    'fails.example': { fault: 'fail' },
    'silent.example': { fault: 'silent' },
  });
});
afterAll(() => server.close());

function ask(email: string, servers = server.address) {
  const env = { DATABASE_URL: 'postgres://none/none', API_KEY_SECRET: 'x'.repeat(32), DNS_SERVERS: servers };
  const source = dns.create(loadConfig(env), () => {
    throw new Error('no provider is needed');
  });
  const contact = { email, firstName: 'Jane', lastName: null, phoneNumber: null, address: null };
  const pages = { fetch: () => Promise.reject(new Error('no page is fetched here')) };
  const context = { pages, lookups: askEveryTime, signal: new AbortController().signal, now: new Date() };
  return collectFrom(source, { contact, company: null }, context, 8000);
}

const found = async (email: string) =>
  (await ask(email)).claims.map(({ field, value, citation, strength }) => [
    field,
    value,
    citation.quote,
    strength.prior * strength.extraction >= 0.7,
  ]);

describe('dns', () => {
  it('tells who receives the mail of a domain', async () => {
    expect(await found('jane@acme.example')).toEqual([
      ['emailStatus', 'domain_accepts_mail', 'ASPMX.L.GOOGLE.COM', true],
      ['mailService', 'google_workspace', 'ASPMX.L.GOOGLE.COM', true],
    ]);
    expect((await found('jane@office.example'))[1]?.slice(0, 2)).toEqual(['mailService', 'microsoft_365']);
    expect(await found('jane@own.example')).toHaveLength(1);
  });

  it('tells that a domain takes no mail', async () => {
    expect(await found('jane@nomail.example')).toEqual([['emailStatus', 'undeliverable', '0 .', true]]);
    expect(await found('jane@nowhere.example')).toEqual([['emailStatus', 'undeliverable', 'NXDOMAIN', true]]);
  });

  it('says nothing of a domain where the name servers deny its top level too, as those of a closed network do', async () => {
    const reason = 'The name servers do not know the public DNS';
    expect(await ask('jane@acme.com')).toMatchObject({ outcome: 'error', reason, claims: [] });
  });

  it('only suggests that a domain without mail servers takes mail at its own address', async () => {
    expect(await found('jane@web.example')).toEqual([['emailStatus', 'domain_accepts_mail', '192.0.2.7', false]]);
    expect(await ask('jane@bare.example')).toMatchObject({ outcome: 'no_match' });
  });

  it.each(['fails', 'silent'])('reports name servers that %s', async (fault) => {
    const failed = { outcome: 'error', reason: 'The name servers did not answer' };
    expect(await ask(`jane@${fault}.example`)).toMatchObject(failed);
  });

  it('asks no public name server for a reserved name, and none for the mailbox', async () => {
    for (const domain of ['acme.example', 'www.example.com', 'host.local', 'a.test']) {
      expect(await ask(`jane@${domain}`, '')).toMatchObject({ outcome: 'skipped' });
    }
    expect(server.asked.join()).not.toContain('jane');
  });
});
