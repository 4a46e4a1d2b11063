import { sameValue } from '#contacts';
import type { Location } from './fields.ts';

/** Places that are no farther apart name one city, some by its centre and some by an address in it. In kilometres. */
const ONE_CITY_KM = 30;
/** The same for two that both are of an address. */
const ONE_ADDRESS_KM = 1;
const EARTH_RADIUS_KM = 6371;

/**
 * Puts values of one field that say the same together. Letter case, Unicode form and order of keys make no difference;
 * nor do scheme, `www.` and a final slash of an address, nor how precisely a place is told.
 */
export function groupAgreeing<T>(items: readonly T[], valueOf: (item: T) => unknown): T[][] {
  const groups: T[][] = [];
  for (const item of items) {
    const group = groups.find(([first]) => first !== undefined && agree(valueOf(first), valueOf(item)));
    if (group) group.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** Whether a value tells a place by its address rather than by its city. */
export function isAddressPrecise(value: unknown): boolean {
  return isPlace(value) && value.precision === 'address';
}

/** Whether two values of one field say the same. */
export function agree(one: unknown, other: unknown): boolean {
  if (sameValue(one, other)) return true;
  if (!isPlace(one) || !isPlace(other) || one.countryCode !== other.countryCode) return false;
  const both = one.precision === 'address' && other.precision === 'address';
  return kilometresBetween(one, other) <= (both ? ONE_ADDRESS_KM : ONE_CITY_KM);
}

type Place = Pick<Location, 'countryCode' | 'latitude' | 'longitude' | 'precision'>;

function isPlace(value: unknown): value is Place {
  if (value === null || typeof value !== 'object') return false;
  const { countryCode, latitude, longitude } = value as Partial<Record<keyof Place, unknown>>;
  return typeof countryCode === 'string' && typeof latitude === 'number' && typeof longitude === 'number';
}

type Point = Pick<Location, 'latitude' | 'longitude'>;

/** The great-circle distance (haversine formula). */
export function kilometresBetween(one: Point, other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const across =
    half(one.longitude, other.longitude) * Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude));
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half(one.latitude, other.latitude) + across)));
}
