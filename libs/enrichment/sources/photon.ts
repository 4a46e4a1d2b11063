import type { SourceDefinition } from '../source-definition.ts';
import type { SourceDocument } from '../source.ts';
import type { StreetPlace } from '../geocoding/street-match.ts';
import { firstText, offUnlessNamed, openStreetMapUrl, placeAddress } from './geocoder-source.ts';
import { listOf, objectOf } from './profile-claims.ts';
import { kept } from './record-facts.ts';

const title = 'Photon';

/** Asks Photon's search, which answers GeoJSON: https://github.com/komoot/photon. */
export const photon: SourceDefinition = {
  about: {
    name: 'photon',
    description: 'Places the contact’s street address by OpenStreetMap’s data: coordinates of the house, time zone.',
    ...{ key: 'none', cost: 'Free', rateLimit: 'One search a second at the public service' },
    terms: 'OpenStreetMap’s data, ODbL: name OpenStreetMap where you show it. The public service asks for fair use.',
    discloses: 'To komoot, or whoever runs your Photon: the contact’s address.',
    gives: { contact: ['location', 'timezone'], company: [] },
  },
  baseUrl: (config) => config.PHOTON_BASE_URL,
  offByDefault: offUnlessNamed,
  create(config, provider) {
    const baseUrl = config.PHOTON_BASE_URL;
    const isPublic = new URL(baseUrl).hostname === 'photon.komoot.io';
    const client = provider({ name: 'photon', title, baseUrl, limit: { calls: isPublic ? 1 : 20, seconds: 1 } });
    const search = async (address: string, signal: AbortSignal) => {
      const query = new URLSearchParams({ q: address, limit: '5', lang: 'en' });
      const answer = await client.get(`/api?${query.toString()}`, signal);
      return listOf(objectOf(answer?.data)['features']).flatMap((found) => documentOf(found, answer?.fetchedAt) ?? []);
    };
    const lookup = { provider: 'photon', operation: 'search', version: 1 };
    return {
      name: photon.about.name,
      description: photon.about.description,
      collect: (subject, context) => placeAddress({ title, lookup, search, read, namedAt }, subject, context),
    };
  },
};

const propertyFields = [
  ...['osm_type', 'osm_id', 'type', 'name', 'housenumber', 'street', 'postcode', 'city', 'state', 'country'],
  'countrycode',
];

function documentOf(given: unknown, fetchedAt = new Date()): SourceDocument | null {
  const feature = objectOf(given);
  const properties = objectOf(feature['properties']);
  const url = openStreetMapUrl(properties['osm_type'], properties['osm_id']);
  const [longitude, latitude] = listOf(objectOf(feature['geometry'])['coordinates']);
  if (url === null || typeof longitude !== 'number' || typeof latitude !== 'number') return null;
  const geometry = { type: 'Point', coordinates: [longitude, latitude] };
  return { url, fetchedAt, text: '', data: { geometry, properties: kept(properties, propertyFields) } };
}

/** A street is its own name; a house names its street. */
function read({ data }: SourceDocument): StreetPlace | null {
  const { geometry, properties: given } = objectOf(data);
  const properties = objectOf(given);
  const level = properties['type'];
  if (level !== 'house' && level !== 'street') return null;
  const [longitude, latitude] = listOf(objectOf(geometry)['coordinates']);
  return {
    level,
    houseNumber: firstText(properties['housenumber']),
    street: firstText(properties['street'], level === 'street' ? properties['name'] : null),
    city: firstText(properties['city']),
    region: firstText(properties['state']),
    postcode: firstText(properties['postcode']),
    countryCode: firstText(properties['countrycode']) ?? '',
    latitude: Number(latitude),
    longitude: Number(longitude),
  };
}

function namedAt({ data }: SourceDocument): { pointer: string; quote: string } | null {
  const properties = objectOf(objectOf(data)['properties']);
  const name = ['street', 'name'].find((each) => firstText(properties[each]) !== null);
  return name === undefined ? null : { pointer: `/properties/${name}`, quote: String(properties[name]) };
}
