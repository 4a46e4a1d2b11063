import { internationalForm, parseNumber, phoneValues } from '../phone-number.ts';
import { onByDefault, type SourceDefinition } from '../source-definition.ts';
import type { EnrichmentSource, SourceDocument, SourceOutcome } from '../source.ts';

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
  const number = parseNumber(international);
  if (!number) {
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
  return { outcome: 'matched', claims: phoneValues(number).map((found) => ({ ...base, ...found })) };
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
