import { parsePhoneNumberFromString, type PhoneNumber, type PhoneNumberType } from 'libphonenumber-js/max';
import type { ContactFieldValues } from '../fields.ts';
import { onByDefault, type SourceDefinition } from '../source-definition.ts';
import type { Claim, EnrichmentSource, SourceDocument, SourceOutcome } from '../source.ts';

type PhoneType = ContactFieldValues['phoneType'];

const types: Partial<Record<PhoneNumberType, PhoneType>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed_line',
  FIXED_LINE_OR_MOBILE: 'fixed_line_or_mobile',
  TOLL_FREE: 'toll_free',
  VOIP: 'voip',
};

/** Reads numbers that carry their country (ITU-T E.123 international notation, or 00). A country is never guessed. */
export const phoneSource: EnrichmentSource = {
  name: 'phone',
  description:
    "Reads the contact's phone number: E.164 form, country and type, by the numbering plans of all countries.",
  collect: ({ contact }, { now }) => Promise.resolve(readPhone(contact.phoneNumber, now)),
};

function readPhone(stored: string | null, now: Date): SourceOutcome {
  const given = stored?.trim();
  if (!stored || !given) return { outcome: 'skipped', reason: 'The contact has no phone number' };
  const international = internationalForm(given);
  if (!international) {
    return { outcome: 'skipped', reason: 'The phone number has no country code, and none is guessed' };
  }
  const number = parsePhoneNumberFromString(international, { extract: false });
  if (!number?.isValid()) {
    return { outcome: 'no_match', reason: 'The phone number is not a valid number of the country that it names' };
  }
  const document: SourceDocument = {
    url: null,
    fetchedAt: now,
    text: '',
    data: { phoneNumber: stored },
  };
  const base = {
    subject: 'contact' as const,
    citation: { document, quote: stored, pointer: '/phoneNumber' },
    // 00 is the usual international prefix, but not every country's.
    strength: { prior: 0.95, identity: 1, extraction: given.startsWith('00') ? 0.9 : 1 },
    inputs: ['phoneNumber'] as const,
    basis: 'rule' as const,
  };
  return { outcome: 'matched', claims: claimsOf(number, base) };
}

type ClaimOfRecord = Pick<Claim, 'citation' | 'strength' | 'inputs' | 'basis'> & { readonly subject: 'contact' };

function claimsOf(number: PhoneNumber, base: ClaimOfRecord): Claim[] {
  const claims: Claim[] = [{ ...base, field: 'phoneE164', value: number.number }];
  const numberType = number.getType();
  // A toll-free number of North America's shared calling code belongs to none of its countries in particular.
  const shared = numberType === 'TOLL_FREE' && number.countryCallingCode === '1';
  if (number.country && !shared) claims.push({ ...base, field: 'phoneCountry', value: number.country });
  if (numberType) claims.push({ ...base, field: 'phoneType', value: types[numberType] ?? 'other' });
  return claims;
}

/** The number with a leading plus; null where it carries no country. */
function internationalForm(given: string): string | null {
  const bare = given
    .replace(/^tel:\s*/i, '')
    .replace('＋', '+')
    .replace(/^\((\+\d+)\)/, '$1');
  if (bare.startsWith('+')) return bare;
  return /^00[1-9]/.test(bare) ? `+${bare.slice(2)}` : null;
}

export const phone: SourceDefinition = {
  about: {
    ...{ name: phoneSource.name, description: phoneSource.description },
    ...{ key: 'none', cost: 'Free', rateLimit: null },
    terms: 'Numbering plans from libphonenumber (Apache 2.0).',
    discloses: 'Nothing: it works on this machine.',
    gives: { contact: ['phoneE164', 'phoneCountry', 'phoneType'], company: [] },
  },
  offByDefault: onByDefault,
  create: () => phoneSource,
};
