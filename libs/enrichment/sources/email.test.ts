import { describe, expect, it } from '@jest/globals';
import type { SourceContext } from '../source.ts';
import { isSupported } from '../verify.ts';
import { emailSource } from './email.ts';

const context = { now: new Date(), signal: new AbortController().signal } as SourceContext;

async function read(email: string, firstName = 'Jane', lastName: string | null = 'Doe') {
  const contact = { email, firstName, lastName, phoneNumber: null, address: null };
  const outcome = await emailSource.collect({ contact, company: null }, context);
  if (outcome.outcome !== 'matched') return null;
  expect(outcome.claims.every(isSupported)).toBe(true);
  return Object.fromEntries(outcome.claims.map(({ field, value }) => [field, value]));
}

describe('email source', () => {
  it.each([
    'info',
    'sales',
    'office',
    'kontakt',
    'no-reply',
    'support+eu',
    'sales.emea',
    'Press',
    'contabilidad',
    'büro',
    'rh',
    'hr',
    'info2',
  ])('takes %s@ for a role', async (localPart) => {
    expect(await read(`${localPart}@acme.example`)).toMatchObject({ emailType: 'role' });
  });

  it.each(['jane.doe', 'jdoe', 'jane', 'doe42'])(
    "takes %s@, with the person's name, for a person",
    async (localPart) => {
      expect(await read(`${localPart}@acme.example`)).toMatchObject({ emailType: 'personal' });
    },
  );

  it.each(['j.d', 'salesforce', 'infotainer'])('does not say whose mailbox %s@ is', async (localPart) => {
    expect(await read(`${localPart}@acme.example`)).not.toHaveProperty('emailType');
  });

  it('does not take a person named like a function for one', async () => {
    expect(await read('jo.post@acme.example', 'Jo', 'Post')).toMatchObject({ emailType: 'personal' });
  });

  it.each([
    'gmail.com',
    'GoogleMail.com',
    'yahoo.co.uk',
    'yahoo.fr',
    'hotmail.es',
    'outlook.de',
    'gmx.at',
    'web.de',
    'proton.me',
    'qq.com',
    'yandex.ru',
    't-online.de',
  ])('knows %s for a free provider, which is no company', async (domain) => {
    expect(await read(`jane.doe@${domain}`)).toEqual({ emailType: 'personal', emailProvider: 'free' });
  });

  it.each(['mailinator.com', 'guerrillamail.com', 'x.yopmail.com'])('knows %s for a throw-away one', async (domain) => {
    expect(await read(`jane.doe@${domain}`)).toEqual({ emailType: 'personal', emailProvider: 'disposable' });
  });

  it.each([
    ['acme.example', 'acme.example'],
    ['mail.emea.acme.example', 'acme.example'],
    ['acme.co.uk', 'acme.co.uk'],
    ['live.example', 'live.example'],
    ['acme.github.io', 'acme.github.io'],
  ])('reads the company domain of %s', async (host, domain) => {
    expect(await read(`jane@${host}`)).toMatchObject({ emailProvider: 'organization', companyDomain: domain });
  });

  it.each(['jane@co.uk', 'jane@[10.0.0.1]', 'jane@localhost', 'jane@10.0.0.1'])('says nothing of %s', async (email) => {
    expect(await read(email)).toBeNull();
  });
});
