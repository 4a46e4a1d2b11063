import { geocode } from '../geocoding/geocoder.ts';
import type { Claim, EnrichmentSubject } from '../source.ts';
import { resolvePointer } from '../verify.ts';
import { fold } from '../web/text.ts';
import type { ProviderRecord } from './record-facts.ts';

/** Where a record says that the person is: the texts of city, region and country, and which text of it is quoted. */
export interface RecordPlace {
  readonly city: unknown;
  readonly region: unknown;
  readonly country: unknown;
  /** JSON pointer, from the record, to the text that names the place. */
  readonly at: string;
}

const prior = 0.85;
/** No place is named in more words. In characters. */
const maxLength = 200;

/**
 * The place and its time zone, by the offline city data, where a record names a city and its country. Nothing for a contact
 * with an address: what a person entered tells where they are, and a record that is out of date would only cast doubt on it.
 */
export async function placeClaims(
  record: ProviderRecord,
  place: RecordPlace,
  { contact }: EnrichmentSubject,
): Promise<Claim[]> {
  if (contact.address?.trim()) return [];
  const pointer = record.root + place.at;
  const quote = resolvePointer(record.document.data, pointer);
  const parts = [place.city, place.region, place.country].filter((part) => typeof part === 'string' && part !== '');
  if (typeof place.city !== 'string' || typeof place.country !== 'string' || typeof quote !== 'string') return [];
  if (!fold(quote).includes(fold(place.city)) || quote.length > maxLength) return [];
  const found = await geocode(parts.join(', '));
  if (!found) return [];
  const base = {
    ...{ subject: 'contact' as const, citation: { document: record.document, quote, pointer }, inputs: record.inputs },
    strength: { prior, identity: record.identity, extraction: found.certainty },
    basis: 'rule' as const,
  };
  return [
    { ...base, field: 'location', value: found.location },
    { ...base, field: 'timezone', value: found.timezone },
  ];
}
