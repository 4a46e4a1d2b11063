import timeZoneAt from '@photostructure/tz-lookup';
import { kilometresBetween } from '../agreement.ts';
import type { Location } from '../fields.ts';
import { fold } from '../web/text.ts';
import { countryName } from './countries.ts';
import { geocode } from './geocoder.ts';
import { placeKey } from './place-names.ts';

/** A place as a geocoder answers it; texts are null where it does not say. */
export interface StreetPlace {
  readonly level: 'house' | 'street';
  readonly houseNumber: string | null;
  readonly street: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postcode: string | null;
  /** ISO 3166-1 alpha-2, in any case. */
  readonly countryCode: string;
  /** WGS 84 degrees. */
  readonly latitude: number;
  readonly longitude: number;
}

/** A place that is what an address names. */
export interface MatchedPlace {
  readonly location: Location;
  /** IANA time zone name. */
  readonly timezone: string;
  /** How sure it is that the place is the address, from 0 to 1. */
  readonly certainty: number;
}

/** No two results for one house are farther apart. In kilometres. */
const ONE_HOUSE_KM = 0.5;
/** A street and the city that it is in. */
const ONE_CITY_KM = 30;

/** Whether an address names a house in a street, so that it can be placed more precisely than its city. */
export function namesHouse(address: string): boolean {
  return /\d/.test(address) && /\p{L}{3}/u.test(address) && !/^\W*(p\.?\s*o\.?\s*box|postfach)\b/iu.test(address);
}

/**
 * The one result that an address clearly means: in its country and city, its street, and if it is a house its number.
 * @returns the index of the result; null where none is, or several that are not in one spot
 */
export async function clearBest(address: string, places: readonly (StreetPlace | null)[]): Promise<number | null> {
  const known = await geocode(address);
  const city = known && known.certainty >= 0.7 ? known.location : null;
  const fitting = places.flatMap((place, index) => (place && fits(address, city, place) ? [{ place, index }] : []));
  const houses = preferred(fitting, ({ place }) => place.level === 'house');
  // A large city has several streets of one name.
  const [best, ...others] = preferred(
    houses,
    ({ place: { postcode } }) => postcode !== null && holds(address, postcode),
  );
  if (!best) return null;
  // A long street comes in several pieces.
  const apart = best.place.level === 'house' ? ONE_HOUSE_KM : 2 * ONE_HOUSE_KM;
  return others.every(({ place }) => kilometresBetween(best.place, place) <= apart) ? best.index : null;
}

/** The items that meet a condition; all where none does. */
function preferred<T>(items: readonly T[], condition: (item: T) => boolean): readonly T[] {
  const those = items.filter(condition);
  return those.length > 0 ? those : items;
}

/** What a place that fits an address says of the contact. */
export function matchedPlace(place: StreetPlace): MatchedPlace | null {
  const { city, region, latitude, longitude } = place;
  if (city === null) return null;
  const countryCode = place.countryCode.toUpperCase();
  const country = countryName(countryCode);
  return {
    location: { city, region, country, countryCode, latitude, longitude, precision: 'address' },
    timezone: timeZoneAt(latitude, longitude),
    certainty: place.level === 'house' ? 0.97 : 0.8,
  };
}

/** @param city where the offline data places the address; null where it cannot */
function fits(address: string, city: Location | null, place: StreetPlace): boolean {
  if (!isPoint(place) || place.city === null || place.street === null || !holds(address, place.street)) return false;
  if (place.level === 'house' && (place.houseNumber === null || !holds(address, place.houseNumber))) return false;
  if (city) {
    return city.countryCode === place.countryCode.toUpperCase() && kilometresBetween(city, place) <= ONE_CITY_KM;
  }
  return holds(address, place.city) || (place.postcode !== null && holds(address, place.postcode));
}

function isPoint({ latitude, longitude, countryCode }: StreetPlace): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && /^[a-z]{2}$/i.test(countryCode);
}

/** Words that are written in full or short. */
const shortForms: Readonly<Record<string, string>> = {
  ...{ street: 'st', avenue: 'ave', av: 'ave', road: 'rd', boulevard: 'blvd', drive: 'dr', lane: 'ln', place: 'pl' },
  ...{ court: 'ct', square: 'sq', saint: 'st', strasse: 'str', north: 'n', south: 's', east: 'e', west: 'w' },
};

/** Whether an address has all words of a name, "Hauptstr." for "Hauptstraße" and "Ave" for "Avenue". */
function holds(address: string, name: string): boolean {
  const given = new Set(wordsOf(address));
  const sought = wordsOf(name);
  return sought.length > 0 && sought.every((word) => given.has(word));
}

function wordsOf(text: string): string[] {
  return placeKey(fold(text))
    .split(' ')
    .filter(Boolean)
    .map((word) => shortForms[word] ?? word.replace(/strasse$/, 'str'));
}
