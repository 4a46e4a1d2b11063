import { geocode } from '../geocoding/geocoder.ts';
import { onByDefault, type SourceDefinition } from '../source-definition.ts';
import type { Claim, EnrichmentSource, SourceDocument } from '../source.ts';

/** Geocodes the address offline, to city precision. City data: GeoNames, CC BY 4.0. */
export const addressSource: EnrichmentSource = {
  name: 'address',
  description: "Finds the city of the contact's address offline (GeoNames data): place, coordinates, time zone.",
  async collect({ contact }, { now }) {
    const address = contact.address?.replace(/[^\S\n]+/g, ' ').trim();
    if (!address) return { outcome: 'skipped', reason: 'The contact has no address' };
    const place = await geocode(address);
    if (!place) return { outcome: 'no_match', reason: 'The address does not name a city that can be told for sure' };
    const document: SourceDocument = { url: null, fetchedAt: now, text: address, data: null };
    const base = {
      subject: 'contact' as const,
      citation: { document, quote: place.quote.replace(/\s+/g, ' ') },
      strength: { prior: 0.95, identity: 1, extraction: place.certainty },
      inputs: ['address'] as const,
      basis: 'rule' as const,
    };
    const claims: Claim[] = [
      { ...base, field: 'location', value: place.location },
      { ...base, field: 'timezone', value: place.timezone },
    ];
    return { outcome: 'matched', claims };
  },
};

export const address: SourceDefinition = {
  about: {
    ...{ name: addressSource.name, description: addressSource.description },
    ...{ key: 'none', cost: 'Free', rateLimit: null },
    terms: 'City data of GeoNames, CC BY 4.0: name GeoNames where you show it.',
    discloses: 'Nothing: it works on this machine.',
    gives: { contact: ['location', 'timezone'], company: [] },
  },
  offByDefault: onByDefault,
  create: () => addressSource,
};
