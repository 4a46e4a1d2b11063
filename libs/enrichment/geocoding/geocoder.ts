import timeZoneAt from '@photostructure/tz-lookup';
import type { Location } from '../fields.ts';
import { readAddress, type AddressReading } from './address-reader.ts';
import { loadCityIndex, type City, type CityIndex } from './city-index.ts';
import { countryName } from './countries.ts';
import { regionName } from './regions.ts';

/** A place found in an address. */
export interface GeocodedPlace {
  readonly location: Location;
  /** IANA time zone name. */
  readonly timezone: string;
  /** The passage of the address that names it. */
  readonly quote: string;
  /** How sure the reading is, from 0 to 1; below 0.7 the address leaves a doubt which place is meant. */
  readonly certainty: number;
}

interface Candidate {
  readonly city: City;
  readonly certainty: number;
  readonly reading: AddressReading;
}

/** How many times more people must live in a place for its name to mean it rather than its namesake. */
const dominance = 10;
/** A place that many people have heard of, in inhabitants: such a name is rarely anything but the city. */
const wellKnown = 100_000;

/**
 * Finds the city that an address is in, offline, to city precision.
 * @param address one line or several, in the order of any country
 * @returns null where no city is named, or where too many have the name
 */
export async function geocode(address: string): Promise<GeocodedPlace | null> {
  const cities = await loadCityIndex();
  const readings = readAddress(address, (key) => cities.has(key));
  const candidates = readings.flatMap((reading) => candidateOf(reading, cities) ?? []);
  const [best, ...others] = candidates.sort(
    (a, b) =>
      b.certainty - a.certainty ||
      b.reading.cityKey.length - a.reading.cityKey.length ||
      b.city.population - a.city.population,
  );
  if (!best) return null;
  const rival = others.find(({ city, certainty }) => city !== best.city && certainty > best.certainty - 0.1);
  // "Berlin, DE" is in Germany, but some codes are a country's and a state's alike, with the city in both.
  const [winner, doubt] = rival && people(rival.city) > people(best.city) ? [rival, best] : [best, rival];
  const ambiguous = doubt && people(winner.city) < dominance * people(doubt.city) && !isNear(winner.city, doubt.city);
  return toPlace(address, winner, ambiguous ? Math.min(winner.certainty, 0.6) : winner.certainty);
}

function candidateOf(reading: AddressReading, cities: CityIndex): Candidate | null {
  const { region, skipped } = reading;
  const country = reading.country ?? region?.country ?? reading.postalCountry;
  const named = (cities.get(reading.cityKey) ?? []).filter(
    (city) => (!country || city.country === country) && (!region || city.adminCode === region.adminCode),
  );
  const whole = named.filter((city) => !city.district);
  const [city, second] = (whole.length ? whole : named).toSorted((a, b) => people(b) - people(a));
  if (!city) return null;
  const dominant = !second || people(city) >= dominance * people(second) || isNear(city, second);
  const certainty = certaintyOf(reading, city, dominant);
  // A part between city and country that says nothing may be a county, or the village that is really meant.
  const passed = (people(city) >= wellKnown ? 0.85 : 0.7) ** skipped;
  return certainty > 0 ? { city, reading, certainty: certainty * passed } : null;
}

function certaintyOf({ country, region, postalCountry }: AddressReading, city: City, dominant: boolean): number {
  if (region) return dominant ? 0.97 : 0.7;
  if (country) {
    const contradicted = postalCountry !== null && postalCountry !== country;
    return dominant && !contradicted ? 0.95 : 0.6;
  }
  if (postalCountry) return dominant ? 0.9 : 0.55;
  return dominant && people(city) >= 3 * wellKnown ? 0.65 : 0;
}

function toPlace(address: string, { city, reading }: Candidate, certainty: number): GeocodedPlace {
  const { name, country: countryCode, latitude, longitude } = city;
  const region = regionName(countryCode, city.adminCode);
  return {
    location: {
      city: name,
      region,
      country: countryName(countryCode),
      countryCode,
      latitude,
      longitude,
      precision: 'city',
    },
    timezone: timeZoneAt(latitude, longitude),
    quote: address.slice(reading.start, reading.end),
    certainty,
  };
}

/** The data has no figure for some small places. */
function people(city: City): number {
  return Math.max(city.population, 500);
}

/** Within about 30 km: one place entered twice, or a place and its centre. */
function isNear(one: City, other: City): boolean {
  return Math.hypot(one.latitude - other.latitude, one.longitude - other.longitude) < 0.3;
}
