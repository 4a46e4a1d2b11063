import type {
  Claim,
  EnrichmentSubject,
  Lookup,
  LookupKind,
  SourceContext,
  SourceDocument,
  SourceOutcome,
} from '../source.ts';
import { clearBest, matchedPlace, namesHouse, type StreetPlace } from '../geocoding/street-match.ts';

/** A geocoder of street addresses. */
export interface StreetGeocoder {
  readonly title: string;
  readonly lookup: Pick<Lookup, 'provider' | 'operation' | 'version'>;
  /** @returns its results, best first */
  search(address: string, signal: AbortSignal): Promise<readonly SourceDocument[]>;
  /** What a result says; null where it is less exact than a street. */
  readonly read: (result: SourceDocument) => StreetPlace | null;
  /** JSON pointer of the text by which a result names the place. */
  readonly namedAt: (result: SourceDocument) => { readonly pointer: string; readonly quote: string } | null;
}

const prior = 0.9;
const kind: LookupKind = 'place';

/**
 * Places the contact's street address. The evidence is the geocoder's result, which counts only where its country, city,
 * street and number are those of the address.
 */
export async function placeAddress(
  geocoder: StreetGeocoder,
  { contact }: EnrichmentSubject,
  { lookups, signal }: SourceContext,
): Promise<SourceOutcome> {
  const address =
    contact.address
      ?.normalize('NFC')
      .replace(/\s*\n\s*/g, ', ')
      .replace(/\s+/gu, ' ')
      .trim() ?? '';
  if (address === '') return { outcome: 'skipped', reason: 'The contact has no address' };
  if (!namesHouse(address)) return { outcome: 'skipped', reason: 'The address names no house in a street' };
  const question = { ...geocoder.lookup, kind, input: { address: address.toLowerCase() } };
  const document = await lookups.find(question, async () => {
    const results = await geocoder.search(address, signal);
    const best = await clearBest(address, results.map(geocoder.read));
    return { document: best === null ? null : (results[best] ?? null) };
  });
  const claims = document ? claimsOf(geocoder, document) : [];
  if (document && claims.length > 0) return { outcome: 'matched', claims, documents: [document] };
  return { outcome: 'no_match', reason: `${geocoder.title} knows no one place that is clearly this address` };
}

function claimsOf(geocoder: StreetGeocoder, document: SourceDocument): Claim[] {
  const place = geocoder.read(document);
  const matched = place && matchedPlace(place);
  const named = geocoder.namedAt(document);
  if (!matched || !named) return [];
  const base = {
    ...{ subject: 'contact' as const, citation: { document, ...named }, inputs: ['address'] as const },
    strength: { prior, identity: 1, extraction: matched.certainty },
    basis: 'rule' as const,
  };
  return [
    { ...base, field: 'location', value: matched.location },
    { ...base, field: 'timezone', value: matched.timezone },
  ];
}

/** The first of some values that is a text; null where none is. */
export function firstText(...values: readonly unknown[]): string | null {
  return values.find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? null;
}

/** The address of an object of OpenStreetMap; null where it is none. */
export function openStreetMapUrl(type: unknown, id: unknown): string | null {
  const kind = { n: 'node', w: 'way', r: 'relation' }[String(type).slice(0, 1).toLowerCase()];
  return kind !== undefined && /^[1-9]\d{0,15}$/.test(String(id))
    ? `https://www.openstreetmap.org/${kind}/${String(id)}`
    : null;
}

/** Why a geocoder is off unless it is named. */
export const offUnlessNamed = (): string =>
  'Off unless named in ENRICHMENT_SOURCES: it tells a third party the contact’s address';
