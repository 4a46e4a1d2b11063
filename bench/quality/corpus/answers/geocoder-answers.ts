import type { HeldPlace, QualityCase } from '../case.ts';
import { answerCases, type AnswerSpec } from './answer-case.ts';
import { COLOGNE_HOUSE } from './places.ts';

const contact = { address: 'Domplatz 5\n50667 Köln, Germany' };

/** A place as both geocoders know it. */
interface Place {
  readonly id: number;
  readonly house: string | null;
  readonly street: string;
  readonly city: string;
  readonly at: readonly [latitude: number, longitude: number];
}
const house: Place = { id: 42, house: '5', street: 'Domplatz', city: 'Cologne', at: [50.9413, 6.9583] };
const country = { postcode: '50667', state: 'North Rhine-Westphalia', country: 'Germany' };

const nominatim = (...places: Place[]): AnswerSpec['answers'] => ({
  '/search': {
    body: places.map(({ id, house: number, street, city, at: [lat, lon] }) => ({
      ...{ place_id: id, osm_type: 'way', osm_id: id, lat: String(lat), lon: String(lon), category: 'building' },
      ...{ place_rank: number === null ? 26 : 30, display_name: `${number ?? ''} ${street}, ${city}, Germany`.trim() },
      address: { ...(number !== null && { house_number: number }), road: street, city, ...country, country_code: 'de' },
    })),
  },
});
const photon = (...places: Place[]): AnswerSpec['answers'] => ({
  '/api': {
    body: {
      type: 'FeatureCollection',
      features: places.map(({ id, house: number, street, city, at: [lat, lon] }) => ({
        ...{ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] } },
        properties: {
          ...{ osm_type: 'W', osm_id: id, type: number === null ? 'street' : 'house', city, ...country },
          ...(number === null ? { name: street } : { housenumber: number, street }),
          countrycode: 'DE',
        },
      })),
    },
  },
});

/** The same situations at both. */
const specsOf = (answered: (...places: Place[]) => AnswerSpec['answers']): AnswerSpec[] => {
  const spec = (id: string, places: readonly Place[], more: Partial<AnswerSpec> & { place?: HeldPlace } = {}) => ({
    ...{ id, contact, answers: answered(...places), ...more },
  });
  return [
    spec('the house', [house], { place: COLOGNE_HOUSE }),
    spec('the street alone', [{ ...house, house: null }], { place: COLOGNE_HOUSE }),
    spec('nothing', []),
    spec('another street', [{ ...house, street: 'Ringstraße' }], { trap: 'another place' }),
    spec('another house', [{ ...house, house: '57' }], { trap: 'another place' }),
    spec('another city', [{ ...house, city: 'Passau', at: [48.5744, 13.4649] }], { trap: 'another place' }),
    spec('two places far apart', [house, { ...house, id: 43, at: [50.99, 7.05] }], { trap: 'another place' }),
  ];
};

/** Answers of Nominatim (`format=jsonv2`) and of Photon (GeoJSON), as their documentation has them. */
export const geocoderAnswers = (): QualityCase[] => [
  ...answerCases({ source: 'nominatim', address: { NOMINATIM_BASE_URL: '' }, subject: 'contact' }, specsOf(nominatim)),
  ...answerCases({ source: 'photon', address: { PHOTON_BASE_URL: '' }, subject: 'contact' }, specsOf(photon)),
];
