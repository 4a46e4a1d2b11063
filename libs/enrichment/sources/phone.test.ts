import { describe, expect, it } from '@jest/globals';
import type { SourceContext } from '../source.ts';
import { isSupported } from '../verify.ts';
import { phoneSource } from './phone.ts';

const context = { now: new Date(), signal: new AbortController().signal } as SourceContext;

function collect(phoneNumber: string | null) {
  const contact = { email: 'a@b.example', firstName: 'A', lastName: null, phoneNumber, address: null };
  return phoneSource.collect({ contact, company: null }, context);
}

describe('phone source', () => {
  it.each([
    ['+1 415-555-2671', '+14155552671', 'US', 'fixed_line_or_mobile'],
    ['+44 (0)20 7946 0958', '+442079460958', 'GB', 'fixed_line'],
    ['0049 151 23456789', '+4915123456789', 'DE', 'mobile'],
    ['(+49) 30 901820', '+4930901820', 'DE', 'fixed_line'],
    ['＋33 6 12 34 56 78', '+33612345678', 'FR', 'mobile'],
    ['tel:+81-3-1234-5678', '+81312345678', 'JP', 'fixed_line'],
    ['+1 415 555 2671 ext. 5', '+14155552671', 'US', 'fixed_line_or_mobile'],
    ['+1 800 234 5678', '+18002345678', undefined, 'toll_free'],
    ['+800 1234 5678', '+80012345678', undefined, 'toll_free'],
  ])('reads %s', async (given, e164, country, type) => {
    const outcome = await collect(given);
    if (outcome.outcome !== 'matched') throw new Error(outcome.reason);
    const values = Object.fromEntries(outcome.claims.map(({ field, value }) => [field, value]));
    expect(values).toEqual({ phoneE164: e164, ...(country && { phoneCountry: country }), phoneType: type });
    expect(outcome.claims.every(isSupported)).toBe(true);
  });

  it.each(['+1 555-123-4567', '+49 1', '+999 123456', 'call +33 1 42 68 53 00 0 0 0', '00000000'])(
    'does not take %s for a number',
    async (given) => expect((await collect(given)).outcome).not.toBe('matched'),
  );

  it('never guesses a country', async () => {
    expect(await collect('415-555-2671')).toMatchObject({
      outcome: 'skipped',
      reason: expect.stringContaining('country code'),
    });
    expect(await collect('+1 555-123-4567')).toMatchObject({ outcome: 'no_match' });
    expect(await collect(null)).toMatchObject({ outcome: 'skipped' });
  });
});
