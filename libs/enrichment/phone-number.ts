import { parsePhoneNumberFromString, type PhoneNumber, type PhoneNumberType } from 'libphonenumber-js/max';
import type { ContactFieldValues } from './fields.ts';

type PhoneType = ContactFieldValues['phoneType'];

const types: Partial<Record<PhoneNumberType, PhoneType>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed_line',
  FIXED_LINE_OR_MOBILE: 'fixed_line_or_mobile',
  TOLL_FREE: 'toll_free',
  VOIP: 'voip',
};

interface PhoneValue {
  readonly field: 'phoneE164' | 'phoneCountry' | 'phoneType';
  readonly value: string;
}

/** A valid number of the country that it names; null where it is none. */
export function parseNumber(international: string): PhoneNumber | null {
  const number = parsePhoneNumberFromString(international, { extract: false });
  return number?.isValid() === true ? number : null;
}

/** What a number says by the numbering plan of its country. */
export function phoneValues(number: PhoneNumber): PhoneValue[] {
  const values: PhoneValue[] = [{ field: 'phoneE164', value: number.number }];
  const numberType = number.getType();
  // A toll-free number of North America's shared calling code belongs to none of its countries in particular.
  const shared = numberType === 'TOLL_FREE' && number.countryCallingCode === '1';
  if (number.country && !shared) values.push({ field: 'phoneCountry', value: number.country });
  if (numberType) values.push({ field: 'phoneType', value: types[numberType] ?? 'other' });
  return values;
}

/** The number with a leading plus; null where it carries no country. */
export function internationalForm(given: string): string | null {
  const bare = given
    .replace(/^tel:\s*/i, '')
    .replace('＋', '+')
    .replace(/^\((\+\d+)\)/, '$1');
  if (bare.startsWith('+')) return bare;
  return /^00[1-9]/.test(bare) ? `+${bare.slice(2)}` : null;
}
