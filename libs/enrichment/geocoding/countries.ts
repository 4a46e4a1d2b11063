import { placeKey } from './place-names.ts';

/** ISO 3166-1 alpha-2, as the city data uses it (XK, Kosovo, is user-assigned). */
const codes =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WS XK YE YT ZA ZM ZW'.split(
    ' ',
  );
const languages = 'en de fr es it pt nl sv da nb fi pl cs sk hu ro tr ru uk el bg hr sl et lv lt ja zh ko ar he'.split(
  ' ',
);
/** Two-letter codes count in capitals only; these longer forms in any case. */
const otherNames: Readonly<Record<string, string>> = {
  US: 'USA,U.S.A.,U.S.,United States of America,Estados Unidos de América,EE.UU.,EUA',
  GB: 'UK,U.K.,Great Britain,England,Scotland,Wales,Northern Ireland,GBR,Großbritannien,Grande-Bretagne',
  DE: 'BRD,Federal Republic of Germany,DEU',
  CH: 'Helvetia,CHE,Schweiz/Suisse',
  NL: 'Holland,The Netherlands,NLD',
  CZ: 'Czech Republic,Česká republika,Tschechische Republik',
  AE: 'UAE,U.A.E.',
  KR: 'South Korea,Korea,Republic of Korea',
  CN: 'PRC,P.R. China,PR China',
  RU: 'Russian Federation',
  IE: 'Republic of Ireland,Éire',
  TR: 'Turkey',
  MK: 'Macedonia',
  HK: 'Hong Kong SAR,Hongkong',
  AT: 'AUT,Oesterreich',
  FR: 'FRA',
  IT: 'ITA',
  ES: 'ESP',
  CA: 'CAN',
  AU: 'AUS',
};

let index: ReadonlyMap<string, string> | undefined;
const english = new Intl.DisplayNames('en', { type: 'region' });

/** The country that a name or code stands for, in some thirty languages; null if none. */
export function countryCodeOf(name: string): string | null {
  index ??= buildIndex();
  const text = name.trim();
  if (/^[A-Z]{2}$/.test(text)) return index.get(`code ${text}`) ?? index.get(placeKey(text)) ?? null;
  return index.get(placeKey(text)) ?? null;
}

/** The country's English name. */
export function countryName(code: string): string {
  return english.of(code) ?? code;
}

function buildIndex(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (name: string, code: string) => {
    const key = placeKey(name);
    if (key.length > 1 && !found.has(key)) found.set(key, code);
  };
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of codes) add(names.of(code) ?? '', code);
  }
  for (const [code, names] of Object.entries(otherNames)) names.split(',').forEach((name) => add(name, code));
  for (const code of codes) found.set(`code ${code}`, code);
  return found;
}
