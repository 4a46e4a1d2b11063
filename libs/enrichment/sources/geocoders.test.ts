import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig, type OutboundClient } from '#platform';
import {
  askSource,
  jane,
  keepAnswers,
  loopbackClient,
  outcomesOf,
  usualFailures,
} from '../../../test/support/ask-source.ts';
import { serveJsonApi, type ApiAnswer, type JsonApi } from '../../../test/support/json-api.ts';
import type { ProviderClient } from '../providers/provider-client.ts';
import type { Lookups } from '../source.ts';
import { chooseSources, createSources } from './index.ts';

let api: JsonApi;
let outbound: OutboundClient;
let answer: ApiAnswer;
beforeAll(async () => {
  api = await serveJsonApi(() => answer);
  outbound = loopbackClient();
});
afterAll(async () => {
  await outbound.close();
  await api.close();
});
beforeEach(() => {
  api.requests.length = 0;
});

type Geocoder = 'nominatim' | 'photon';
const home = 'Domplatz 5\n50667 Köln, Germany';
const ask = (name: Geocoder, address: string | null = home, lookups: Lookups = keepAnswers()) => {
  const env = { NOMINATIM_BASE_URL: api.url, PHOTON_BASE_URL: api.url };
  return askSource({ name, env, outbound }, { contact: { ...jane, address } }, lookups);
};

interface Place {
  readonly id?: number;
  readonly house?: string | null;
  readonly street?: unknown;
  readonly city?: unknown;
  readonly country?: unknown;
  readonly postcode?: string;
  readonly at?: readonly [latitude: unknown, longitude: unknown];
}

/** One place, as each geocoder documents its answers. */
const shapes: Record<Geocoder, (...places: Place[]) => ApiAnswer> = {
  nominatim: (...places) => ({
    body: places.map(
      ({
        id = 42,
        house = '5',
        street = 'Domplatz',
        city = 'Cologne',
        country = 'de',
        postcode = '50667',
        at = [50.9413, 6.9583],
      }) => ({
        ...{ place_id: 1, licence: 'Data © OpenStreetMap contributors, ODbL 1.0', osm_type: 'way', osm_id: id },
        ...{ lat: String(at[0]), lon: String(at[1]), category: 'building', type: 'yes', addresstype: 'building' },
        ...{
          place_rank: house === null ? 26 : 30,
          importance: 0.1,
          display_name: `${house ?? ''} ${String(street)}, ${String(city)}`,
        },
        address: {
          ...(house !== null && { house_number: house }),
          road: street,
          city,
          state: 'North Rhine-Westphalia',
          postcode,
          country: 'Germany',
          country_code: country,
        },
      }),
    ),
  }),
  photon: (...places) => ({
    body: {
      type: 'FeatureCollection',
      features: places.map(
        ({
          id = 42,
          house = '5',
          street = 'Domplatz',
          city = 'Cologne',
          country = 'DE',
          postcode = '50667',
          at = [50.9413, 6.9583],
        }) => ({
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [at[1], at[0]] },
          properties: {
            ...{
              osm_type: 'W',
              osm_id: id,
              osm_key: 'building',
              osm_value: 'yes',
              type: house === null ? 'street' : 'house',
            },
            ...(house === null ? { name: street } : { housenumber: house, street }),
            ...{ postcode, city, state: 'North Rhine-Westphalia', country: 'Germany', countrycode: country },
          },
        }),
      ),
    },
  }),
};

const cologne = {
  ...{ city: 'Cologne', region: 'North Rhine-Westphalia', country: 'Germany', countryCode: 'DE' },
  ...{ latitude: 50.9413, longitude: 6.9583, precision: 'address' },
};
const placed =
  (name: Geocoder) =>
  async (address: string, ...places: Place[]) => {
    answer = shapes[name](...places);
    return outcomesOf(await ask(name, address))['contact.location']?.[0];
  };

describe.each(['nominatim', 'photon'] as const)('%s', (name) => {
  it('places the house', async () => {
    answer = shapes[name]({});
    const result = await ask(name);
    expect(outcomesOf(result)).toEqual({
      'contact.location': [cologne, 'written'],
      'contact.timezone': ['Europe/Berlin', 'written'],
    });
    const { citation, inputs, basis } = result.claims[0]!;
    expect(citation.document.url).toBe('https://www.openstreetmap.org/way/42');
    expect(citation.quote).toContain('Domplatz');
    expect([inputs, basis]).toEqual([['address'], 'rule']);
    const query = new URLSearchParams(api.requests[0]!.path.split('?')[1]);
    expect([query.get('q'), query.get('limit')]).toEqual(['Domplatz 5, 50667 Köln, Germany', '5']);
  });

  it('asks the same address once', async () => {
    answer = shapes[name]({});
    const lookups = keepAnswers();
    await ask(name, home, lookups);
    await ask(name, '  domplatz 5,  50667 KÖLN, germany', lookups);
    expect(api.requests).toHaveLength(1);
    expect(lookups.lookups[0]).toMatchObject({ kind: 'place', provider: name, version: 1 });
    expect(lookups.lookups[0]).not.toHaveProperty('price');
  });

  it.each([
    ['in another country', { country: 'at' }],
    ['in another city', { at: [52.52, 13.4] }],
    ['in another street', { street: 'Domstraße' }],
    ['of another number', { house: '5a' }],
    ['nowhere', { at: ['north', 'south'] }],
    ['off the globe', { at: [95, 6.9] }],
    ['in a street of another type', { street: 7 }],
    ['in no city', { city: null }],
    ['without an object', { id: -1 }],
  ] as [string, Place][])('takes no place %s', async (_what, place) => {
    expect(await placed(name)(home, place)).toBeUndefined();
  });

  it('takes one clear best only', async () => {
    const near = { id: 43, at: [50.9414, 6.9584] } as const;
    const far = { id: 44, at: [50.99, 7.05] } as const;
    expect(await placed(name)(home, {}, near)).toEqual(cologne);
    expect(await placed(name)(home, {}, far)).toBeUndefined();
    expect(await placed(name)(home, {}, { ...far, postcode: '51069' })).toEqual(cologne);
    expect(await placed(name)(home, { house: null, ...far }, {})).toEqual(cologne);
  });

  it('places the street where it does not know the house, less surely', async () => {
    answer = shapes[name]({ house: null });
    const [location] = (await ask(name)).claims;
    expect(location).toMatchObject({ value: { precision: 'address' }, strength: { extraction: 0.8 } });
  });

  it('knows short forms of streets, and places where no city of the offline data is named', async () => {
    const place = { street: 'Domstraße', city: 'Kleindorf', at: [50.9, 6.9] } as const;
    expect(await placed(name)('Domstr. 5, Kleindorf', place)).toMatchObject({ city: 'Kleindorf' });
    expect(await placed(name)('Domstr. 5', { ...place, postcode: '1' })).toBeUndefined();
  });

  it.each([null, '', 'Berlin', 'Hauptstraße', 'PO Box 7', '12345', 'P.O. Box 12, Springfield'])(
    'does not ask for %j',
    async (address) => {
      expect(await ask(name, address)).toMatchObject({ outcome: 'skipped' });
      expect(api.requests).toEqual([]);
    },
  );

  it.each(usualFailures)('says what it means to be answered %s', async (_what, given, outcome) => {
    answer = given;
    expect(await ask(name)).toMatchObject({ ...outcome, claims: [] });
  });
});

it('are off until named, and allow the public services one question a second', () => {
  const env = { DATABASE_URL: 'postgres://none/none', API_KEY_SECRET: 'x'.repeat(32) };
  const off = chooseSources(loadConfig(env)).filter((choice) => choice.off !== null);
  expect(off.map(({ definition }) => definition.about.name)).toEqual(expect.arrayContaining(['nominatim', 'photon']));
  const limits: unknown[] = [];
  createSources(loadConfig({ ...env, ENRICHMENT_SOURCES: 'nominatim,photon' }), ({ name, limit }) => {
    limits.push([name, limit]);
    return {} as ProviderClient;
  });
  const oneASecond = { calls: 1, seconds: 1 };
  expect(limits).toEqual([
    ['nominatim', oneASecond],
    ['photon', oneASecond],
  ]);
});
