import { countryCodeOf, countryName } from './countries.ts';
import { placeKey } from './place-names.ts';
import { postalCodeAtEnd } from './postal-code.ts';
import { regionsNamed, type Region } from './regions.ts';

/** One way to read an address: a city's name, and what stands to its right. Offsets are of the address. */
export interface AddressReading {
  readonly cityKey: string;
  readonly country: string | null;
  readonly region: Region | null;
  /** The country that a postal code's shape tells, where none is named. */
  readonly postalCountry: string | null;
  /** Parts to the right of the city that say nothing that is known. */
  readonly skipped: number;
  readonly start: number;
  readonly end: number;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Which part between commas or line breaks it stands in. */
  readonly part: number;
}

/** What has been read so far, from the right; `left` words are still unread. */
interface State {
  readonly left: number;
  readonly country: string | null;
  readonly region: Region | null;
  readonly postalCountry: string | null;
  readonly skipped: number;
  readonly end: number | null;
}

const maxWords = 24;
const maxNameWords = 5;
const maxSkipped = 2;
const maxReadings = 200;
/** Countries that are one city, so that the country's name is the city's too. */
const cityStates = new Set(['SG', 'MC', 'HK', 'MO', 'VA', 'GI']);
/** Words that end a street: a city may follow them without a comma. */
const streetWords =
  /^(st|street|ave?|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|pl|place|ct|court|sq|square|pkwy|hwy|highway|terrace|broadway)\.?$/i;

/** Every way to read an address from its right end: country, postal code, region, then the city. */
export function readAddress(address: string, isCity: (key: string) => boolean): AddressReading[] {
  const words = splitWords(address).slice(-maxWords);
  const readings: AddressReading[] = [];
  const pending: State[] = [
    { left: words.length, country: null, region: null, postalCountry: null, skipped: 0, end: null },
  ];
  for (let steps = 0; pending.length && steps < 2000 && readings.length < maxReadings; steps++) {
    const state = pending.pop();
    const last = state && words[state.left - 1];
    if (!last) continue;
    readings.push(...cityReadings(words, last, state, isCity), ...cityStateReadings(words, last, state));
    pending.push(...nextStates(words, last, { ...state, end: state.end ?? last.end }));
  }
  return readings;
}

function splitWords(address: string): Word[] {
  const words: Word[] = [];
  let part = 0;
  for (const match of address.matchAll(/[,;|\n]|\s[-–—·•/]\s|[^\s,;|]+/g)) {
    const text = match[0].replace(/^\(|[).]+$/g, '');
    if (/^([,;|\n]|\s.\s)$/.test(match[0])) part++;
    else if (text) {
      const start = match.index + match[0].indexOf(text);
      words.push({ text, start, end: start + text.length, part });
    }
  }
  return words;
}

function cityReadings(
  words: readonly Word[],
  last: Word,
  state: State,
  isCity: (key: string) => boolean,
): AddressReading[] {
  return tails(words, last, state.left).flatMap(({ from, text, start }) => {
    const cityKey = placeKey(text);
    if (!isCity(cityKey)) return [];
    const beside = words.slice(0, from).filter(({ part }) => part === last.part);
    const postal = postalCodeAtEnd(texts(beside, beside.length));
    if (!postal && !endsStreet(beside.at(-1)?.text ?? '0')) return [];
    const reading = { ...state, cityKey, start, end: state.end ?? last.end };
    return [postal?.country ? withPostalCode(reading, postal.country, words[from - postal.words]) : reading];
  });
}

/** The code before the city belongs to the quote only where something is concluded from it. */
function withPostalCode(reading: AddressReading, country: string, code: Word | undefined): AddressReading {
  const start = isPlaced(reading) ? reading.start : (code?.start ?? reading.start);
  return { ...reading, postalCountry: reading.postalCountry ?? country, start };
}

function nextStates(words: readonly Word[], last: Word, state: State): State[] {
  return [
    ...codeStates(words, last, state),
    ...tails(words, last, state.left).flatMap(({ from, text }) => [
      ...countriesNamed(text, state).map((country) => ({ ...state, left: from, country })),
      ...fittingRegions(text, state).map((region) => ({ ...state, left: from, region })),
    ]),
    ...skipPart(words, last, state),
  ];
}

/** Reads a postal code, the number of a city's district ("Praha 1"), or a code that no table here has. */
function codeStates(words: readonly Word[], last: Word, state: State): State[] {
  const postal = postalCodeAtEnd(texts(words, state.left));
  if (postal) {
    return [{ ...state, left: state.left - postal.words, postalCountry: state.postalCountry ?? postal.country }];
  }
  const isDistrict = /^\d{1,2}$/.test(last.text) && words[state.left - 2]?.part === last.part;
  // Provinces and postal districts: "20121 Milano MI", "1160 København K".
  const isCode = state.country !== null && /^[A-Z]{1,3}$/.test(last.text);
  return isDistrict || isCode ? [{ ...state, left: state.left - 1 }] : [];
}

function countriesNamed(text: string, { country, region }: State): string[] {
  const named = country === null && region === null ? countryCodeOf(text) : null;
  return named === null ? [] : [named];
}

function fittingRegions(text: string, { country, region }: State): readonly Region[] {
  if (region) return [];
  return regionsNamed(text).filter((named) => country === null || named.country === country);
}

function isPlaced({ country, region }: Pick<State, 'country' | 'region'>): boolean {
  return country !== null || region !== null;
}

function endsStreet(word: string): boolean {
  return /\d/.test(word) || streetWords.test(word);
}

/** Passes over a whole part, such as a county or district that is no city of the data. */
function skipPart(words: readonly Word[], { part }: Word, state: State): State[] {
  if (
    (!isPlaced(state) && state.postalCountry === null) ||
    state.skipped >= maxSkipped ||
    words[state.left]?.part === part
  )
    return [];
  const left = words.findIndex((word) => word.part === part);
  return left > 0 ? [{ ...state, left, skipped: state.skipped + 1 }] : [];
}

function cityStateReadings(words: readonly Word[], last: Word, state: State): AddressReading[] {
  return tails(words, last, state.left).flatMap(({ text, start }) =>
    countriesNamed(text, state)
      .filter((country) => cityStates.has(country))
      .map((country) => {
        const cityKey = placeKey(countryName(country).replace(/ SAR China$/, ''));
        return { ...state, cityKey, country, start, end: state.end ?? last.end };
      }),
  );
}

/** The passages of up to five words of one part that end at a word. */
function tails(words: readonly Word[], { part }: Word, left: number): { from: number; text: string; start: number }[] {
  const found: { from: number; text: string; start: number }[] = [];
  for (let from = left - 1; left - from <= maxNameWords; from--) {
    const first = words[from];
    if (first?.part !== part) break;
    found.push({ from, text: texts(words, left).slice(from).join(' '), start: first.start });
  }
  return found;
}

function texts(words: readonly Word[], left: number): string[] {
  return words.slice(0, left).map(({ text }) => text);
}
