import type { SourceDefinition } from '../source-definition.ts';
import type { SourceDocument } from '../source.ts';
import type { StreetPlace } from '../geocoding/street-match.ts';
import { firstText, offUnlessNamed, openStreetMapUrl, placeAddress } from './geocoder-source.ts';
import { listOf, objectOf } from './profile-claims.ts';
import { kept } from './record-facts.ts';

const title = 'Nominatim';

/** Asks Nominatim's search: https://nominatim.org/release-docs/latest/api/Search/ and /Output/. */
export const nominatim: SourceDefinition = {
  about: {
    name: 'nominatim',
    description: 'Places the contact’s street address by OpenStreetMap’s data: coordinates of the house, time zone.',
    ...{ key: 'none', cost: 'Free', rateLimit: 'One search a second at the public service' },
    terms:
      'OpenStreetMap’s data, ODbL: name OpenStreetMap where you show it. The public service’s policy rules out bulk use.',
    discloses: 'To the OpenStreetMap Foundation, or whoever runs your Nominatim: the contact’s address.',
    gives: { contact: ['location', 'timezone'], company: [] },
  },
  baseUrl: (config) => config.NOMINATIM_BASE_URL,
  offByDefault: offUnlessNamed,
  create(config, provider) {
    const baseUrl = config.NOMINATIM_BASE_URL;
    const isPublic = new URL(baseUrl).hostname === 'nominatim.openstreetmap.org';
    const client = provider({ name: 'nominatim', title, baseUrl, limit: { calls: isPublic ? 1 : 20, seconds: 1 } });
    const search = async (address: string, signal: AbortSignal) => {
      const query = { q: address, format: 'jsonv2', addressdetails: '1', limit: '5', 'accept-language': 'en' };
      const answer = await client.get(`/search?${new URLSearchParams(query).toString()}`, signal);
      return listOf(answer?.data).flatMap((result) => documentOf(result, answer?.fetchedAt) ?? []);
    };
    const lookup = { provider: 'nominatim', operation: 'search', version: 1 };
    return {
      name: nominatim.about.name,
      description: nominatim.about.description,
      collect: (subject, context) => placeAddress({ title, lookup, search, read, namedAt }, subject, context),
    };
  },
};

const resultFields = ['osm_type', 'osm_id', 'lat', 'lon', 'display_name', 'place_rank', 'addresstype', 'licence'];
const addressFields = [
  ...['house_number', 'road', 'pedestrian', 'city', 'town', 'village', 'municipality', 'hamlet'],
  ...['state', 'postcode', 'country', 'country_code'],
];

function documentOf(given: unknown, fetchedAt = new Date()): SourceDocument | null {
  const result = objectOf(given);
  const url = openStreetMapUrl(result['osm_type'], result['osm_id']);
  if (url === null) return null;
  const address = kept(objectOf(result['address']), addressFields);
  return { url, fetchedAt, text: '', data: { ...kept(result, resultFields), address } };
}

/** Streets are of place rank 26 and 27; what is of 28 to 30 counts where it has a number in its street. */
function read({ data }: SourceDocument): StreetPlace | null {
  const result = objectOf(data);
  const address = objectOf(result['address']);
  const houseNumber = firstText(address['house_number']);
  const rank = Number(result['place_rank']);
  if (!(rank >= 26) || (rank > 27 && houseNumber === null)) return null;
  return {
    level: houseNumber === null ? 'street' : 'house',
    houseNumber,
    street: firstText(address['road'], address['pedestrian']),
    city: firstText(...['city', 'town', 'village', 'municipality', 'hamlet'].map((name) => address[name])),
    region: firstText(address['state']),
    postcode: firstText(address['postcode']),
    countryCode: firstText(address['country_code']) ?? '',
    latitude: coordinate(result['lat']),
    longitude: coordinate(result['lon']),
  };
}

const coordinate = (given: unknown): number => (firstText(given) === null ? NaN : Number(given));

function namedAt({ data }: SourceDocument): { pointer: string; quote: string } | null {
  const quote = firstText(objectOf(data)['display_name']);
  return quote === null ? null : { pointer: '/display_name', quote };
}
