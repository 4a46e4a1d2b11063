import { describe, expect, it } from '@jest/globals';
import type { Location } from '../fields.ts';
import type { SourceContext } from '../source.ts';
import { addressSource } from './address.ts';

const context = { now: new Date(), signal: new AbortController().signal } as SourceContext;

async function find(address: string | null) {
  const contact = { email: 'a@b.example', firstName: 'A', lastName: null, phoneNumber: null, address };
  const outcome = await addressSource.collect({ contact, company: null }, context);
  if (outcome.outcome !== 'matched') return null;
  const [location, timezone] = outcome.claims;
  const { prior, identity, extraction } = location!.strength;
  const confidence = prior * identity * extraction;
  return { location: location!.value as Location, timezone: timezone!.value, confidence, claim: location! };
}

const certain: [address: string, city: string, country: string, region: string | null, quote: string][] = [
  ['123 Main St, San Francisco, CA 94102', 'San Francisco', 'US', 'California', 'San Francisco, CA 94102'],
  ['123 Main St San Francisco CA 94102-1234', 'San Francisco', 'US', 'California', 'San Francisco CA 94102-1234'],
  [
    '500 Oak Ave, Suite 12, Springfield, Illinois 62701, USA',
    'Springfield',
    'US',
    'Illinois',
    'Springfield, Illinois 62701, USA',
  ],
  ['1 Park Row, New York, NY 10007', 'New York City', 'US', 'New York', 'New York, NY 10007'],
  ['200 Hill St, Washington, DC 20001', 'Washington, D.C.', 'US', 'District of Columbia', 'Washington, DC 20001'],
  [
    '88 Pine Street\nSeattle, WA 98101\nUnited States',
    'Seattle',
    'US',
    'Washington',
    'Seattle, WA 98101 United States',
  ],
  ['9 Elm Rd, St Louis, MO 63101', 'St. Louis', 'US', 'Missouri', 'St Louis, MO 63101'],
  ['45 Bay St, Brooklyn, NY 11201', 'Brooklyn', 'US', 'New York', 'Brooklyn, NY 11201'],
  ['Paris, Texas', 'Paris', 'US', 'Texas', 'Paris, Texas'],
  ['12 Peach St, Atlanta, Georgia', 'Atlanta', 'US', 'Georgia', 'Atlanta, Georgia'],
  ['Rustaveli Ave 4, Tbilisi, Georgia', 'Tbilisi', 'GE', null, 'Tbilisi, Georgia'],
  ['77 King Street West, Toronto, ON M5K 1A1, Canada', 'Toronto', 'CA', 'Ontario', 'Toronto, ON M5K 1A1, Canada'],
  ['10 rue du Fort, Montréal (Québec) H2X 1Y4', 'Montréal', 'CA', 'Quebec', 'Montréal (Québec) H2X 1Y4'],
  ['London, ON', 'London', 'CA', 'Ontario', 'London, ON'],
  ['12 Pitt Street, Sydney NSW 2000, Australia', 'Sydney', 'AU', 'New South Wales', 'Sydney NSW 2000, Australia'],
  ['3 Hay St, Perth WA 6000', 'Perth', 'AU', 'Western Australia', 'Perth WA 6000'],
  ['10 High Street, London SW1A 1AA', 'London', 'GB', 'England', 'London SW1A 1AA'],
  ['5 Royal Mile, Edinburgh, Scotland', 'Edinburgh', 'GB', 'Scotland', 'Edinburgh, Scotland'],
  ['2 Mill Lane, Cambridge, CB2 1RX, UK', 'Cambridge', 'GB', 'England', 'Cambridge, CB2 1RX, UK'],
  ['1 Quay, Dublin 2, Ireland', 'Dublin', 'IE', null, 'Dublin 2, Ireland'],
  ['Hauptstr. 5, 80331 München, Deutschland', 'Munich', 'DE', 'Bavaria', 'München, Deutschland'],
  ['Hauptstr. 5, D-80331 Muenchen', 'Munich', 'DE', 'Bavaria', 'D-80331 Muenchen'],
  ['Domplatz 1 50667 Köln Germany', 'Köln', 'DE', 'North Rhine-Westphalia', 'Köln Germany'],
  ['Zeil 10, 60313 Frankfurt am Main, DE', 'Frankfurt am Main', 'DE', 'Hesse', 'Frankfurt am Main, DE'],
  ['Ringstraße 3, A-1010 Wien', 'Vienna', 'AT', 'Vienna', 'A-1010 Wien'],
  ['Bahnhofstrasse 1, 8001 Zürich, Schweiz', 'Zürich', 'CH', 'Zürich', 'Zürich, Schweiz'],
  ['Rue du Lac 2, CH-1201 Genève', 'Genève', 'CH', 'Geneva', 'CH-1201 Genève'],
  ['12 rue de Lyon, 75012 Paris, France', 'Paris', 'FR', 'Île-de-France', 'Paris, France'],
  ['Via Roma 5, 20121 Milano (MI), Italia', 'Milan', 'IT', null, 'Milano (MI), Italia'],
  ['Via Torino 9\n00184 Roma\nITALY', 'Rome', 'IT', null, 'Roma ITALY'],
  ['Gran Vía 1, 28013 Madrid, España', 'Madrid', 'ES', null, 'Madrid, España'],
  ['Carrer Nou 8, 08001 Barcelona, Spain', 'Barcelona', 'ES', null, 'Barcelona, Spain'],
  ['Rua Augusta 100, 1100-053 Lisboa', 'Lisbon', 'PT', null, '1100-053 Lisboa'],
  ['Damrak 1, 1012 LG Amsterdam', 'Amsterdam', 'NL', null, '1012 LG Amsterdam'],
  ['Grote Markt 1, 1000 Brussel, België', 'Brussels', 'BE', null, 'Brussel, België'],
  ['Strøget 2, 1160 København K, Danmark', 'Copenhagen', 'DK', null, 'København K, Danmark'],
  ['Avenyn 3, 411 36 Göteborg, Sverige', 'Göteborg', 'SE', null, 'Göteborg, Sverige'],
  ['Karl Johans gate 1, 0154 Oslo, Norge', 'Oslo', 'NO', null, 'Oslo, Norge'],
  ['Mannerheimintie 5, 00100 Helsinki, Suomi', 'Helsinki', 'FI', null, 'Helsinki, Suomi'],
  ['ul. Nowa 3, 00-001 Warszawa, Polska', 'Warsaw', 'PL', null, 'Warszawa, Polska'],
  ['Národní 1, 110 00 Praha 1, Česko', 'Prague', 'CZ', null, 'Praha 1, Česko'],
  ['Ermou 5, 105 63 Athens, Greece', 'Athens', 'GR', null, 'Athens, Greece'],
  ['İstiklal Cd. 4, Istanbul, Türkiye', 'Istanbul', 'TR', null, 'Istanbul, Türkiye'],
  ['1-1 Chiyoda, Chiyoda-ku, Tokyo 100-0001, Japan', 'Tokyo', 'JP', null, 'Tokyo 100-0001, Japan'],
  [
    'Av. Paulista 1000 - Bela Vista, São Paulo - SP, 01310-100, Brasil',
    'São Paulo',
    'BR',
    null,
    'São Paulo - SP, 01310-100, Brasil',
  ],
  ['Av. Juárez 5, 06010 Ciudad de México, CDMX, México', 'Mexico City', 'MX', null, 'CDMX, México'],
  ['MG Road 7, Bengaluru, Karnataka 560001, India', 'Bengaluru', 'IN', null, 'Bengaluru, Karnataka 560001, India'],
  ['8 Raffles Place, Singapore 048616', 'Singapore', 'SG', null, 'Singapore 048616'],
  ['1 Long St, Cape Town, 8001, South Africa', 'Cape Town', 'ZA', null, 'Cape Town, 8001, South Africa'],
  ['Kenyatta Ave, Nairobi, Kenya', 'Nairobi', 'KE', null, 'Nairobi, Kenya'],
  ['5 George St, Auckland 1010, New Zealand', 'Auckland', 'NZ', null, 'Auckland 1010, New Zealand'],
  ['12 Gangnam-daero, Seoul, South Korea', 'Seoul', 'KR', null, 'Seoul, South Korea'],
  ['Sheikh Zayed Rd, Dubai, UAE', 'Dubai', 'AE', null, 'Dubai, UAE'],
  ['вул. Хрещатик 1, Київ, Україна', 'Kyiv', 'UA', null, 'Київ, Україна'],
  ['Vancouver, CA', 'Vancouver', 'CA', 'British Columbia', 'Vancouver, CA'],
];

/** A place that is named, but for which nothing says which of its namesakes is meant. */
const doubtful = [
  'Paris',
  '12 rue Haute, Paris',
  'Springfield',
  'Springfield, USA',
  'Cambridge',
  'Richmond, United Kingdom',
  'London',
];

const nothing = [
  '',
  '123 Main St',
  '12 Paris Road',
  'Rue de Paris, France',
  'Berlinerstraße 4',
  'PO Box 7',
  'Germany',
  'California',
  'CA 94102',
  'n/a',
  'remote',
  'Ask John for details',
  'Atlantis, Ocean',
  '90210',
  'Georgia',
  'Via Roma 5',
  'Washington Street 5',
];

describe('address source', () => {
  it.each(certain)('places %j', async (address, city, country, region, quote) => {
    const found = await find(address);
    expect(found?.location).toMatchObject({ city, countryCode: country, region, precision: 'city' });
    expect(found!.claim.citation.quote).toBe(quote);
    expect(found!.confidence).toBeGreaterThanOrEqual(0.7);
  });

  it.each(doubtful)('is not sure of %j', async (address) => {
    expect((await find(address))?.confidence ?? 0).toBeLessThan(0.7);
  });

  it.each(nothing)('finds nothing in %j', async (address) => {
    expect(await find(address)).toBeNull();
  });

  it('gives the coordinates and the time zone of the city', async () => {
    const found = await find('123 Main St, San Francisco, CA 94102');
    expect(found!.location.latitude).toBeCloseTo(37.77, 1);
    expect(found!.location.longitude).toBeCloseTo(-122.42, 1);
    expect(found!.location.country).toBe('United States');
    expect(found!.timezone).toBe('America/Los_Angeles');
  });

  it('quotes a passage of the address', async () => {
    const { claim } = (await find('  1 Quay,\r\n  Dublin 2,  Ireland '))!;
    expect(claim.citation.document.text.replace(/\s+/g, ' ')).toContain(claim.citation.quote);
    expect(claim).toMatchObject({ basis: 'rule', inputs: ['address'] });
  });
});
