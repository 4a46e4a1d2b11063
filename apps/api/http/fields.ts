import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { isEmail, IsOptional, ValidateBy, ValidateIf } from 'class-validator';

/** Says what is wrong with a value, completing "‹field› …"; undefined if nothing is. */
type Check = (value: unknown) => string | undefined;

function field(name: string, check: Check, documented: ApiPropertyOptions): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => check(value) === undefined,
    defaultMessage: (argument?: { value: unknown }) => check(argument?.value) ?? 'is not valid',
  };
  return applyDecorators(ValidateBy({ name, validator }), ApiProperty(documented));
}

const Trimmed = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

/** Trimmed, and empty text is no text. */
const TrimmedOrNull = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() || null : value));

const CONTROL_CHARACTER = /\p{Cc}/u;

function checkText(value: unknown, min: number, max: number): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  if (CONTROL_CHARACTER.test(value)) return 'must not contain control characters';
  if (!value.isWellFormed()) return 'must not contain unpaired surrogates';
  // Characters are code points, as PostgreSQL counts them; a string's own length would count UTF-16 units.
  const length = [...value].length;
  if (length >= min && length <= max) return undefined;
  return min === 0 ? `must be at most ${max} characters long` : `must be ${min} to ${max} characters long`;
}

/** Text of at least one character. */
export const Text = (max: number): PropertyDecorator =>
  applyDecorators(
    Trimmed(),
    field('text', (value) => checkText(value, 1, max), { type: String, minLength: 1, maxLength: max }),
  );

/** Text that may be left out, null or empty, which is the same as null. */
export const OptionalText = (max: number): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    TrimmedOrNull(),
    field('text', (value) => checkText(value, 0, max), {
      ...{ type: String, maxLength: max, nullable: true, required: false },
    }),
  );

/** The words of a search; empty is no search. */
export const SearchText = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Trimmed(),
    field('search', (value) => checkText(value, 0, 100), { type: String, maxLength: 100, required: false }),
  );

/** The cursor of a list; whether it is one is for the list to say. */
export const OptionalCursor = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    field('cursor', (value) => checkText(value, 1, 200), { type: String, maxLength: 200, required: false }),
  );

function checkEmail(value: unknown): string | undefined {
  const problem = checkText(value, 3, 254);
  if (problem !== undefined) return problem;
  return isEmail(value, { allow_utf8_local_part: true }) ? undefined : 'must be a valid email address';
}

const EMAIL = { type: String, format: 'email', minLength: 3, maxLength: 254 } as const;

/** An email address (RFC 5321 lengths). */
export const Email = (): PropertyDecorator => applyDecorators(Trimmed(), field('email', checkEmail, EMAIL));

/** An email address that may be absent or null. */
export const OptionalEmail = (): PropertyDecorator =>
  applyDecorators(IsOptional(), Trimmed(), field('email', checkEmail, { ...EMAIL, nullable: true, required: false }));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Any UUID (RFC 9562), in lower case from here on. */
export const Uuid = (documented: ApiPropertyOptions = {}): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    field('uuid', (value) => (typeof value === 'string' && UUID.test(value) ? undefined : 'must be a UUID'), {
      ...{ type: String, format: 'uuid', ...documented },
    }),
  );

/** A UUID that may be absent or null. */
export const OptionalUuid = (documented: ApiPropertyOptions = { nullable: true }): PropertyDecorator =>
  applyDecorators(IsOptional(), Uuid({ required: false, ...documented } as ApiPropertyOptions));

/** The field may be absent, but not null. */
export const MayBeAbsent = (): PropertyDecorator =>
  applyDecorators(
    ValidateIf((_object, value) => value !== undefined),
    ApiProperty({ required: false }),
  );

export const Flag = (): PropertyDecorator =>
  field('flag', (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'), { type: Boolean });

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)$/;

function checkTime(value: unknown): string | undefined {
  const isTime = typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value));
  return isTime ? undefined : 'must be a time such as 2024-01-15T10:30:00Z';
}

/** A moment (RFC 3339, with its zone) that may be left out. */
export const OptionalTime = (): PropertyDecorator =>
  applyDecorators(IsOptional(), field('time', checkTime, { type: String, format: 'date-time', required: false }));

/** A flag in a query, `true` or `false`; false where it is absent. */
export const QueryFlag = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' || value === 'false' ? value === 'true' : value)),
    field('flag', (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'), {
      ...{ type: Boolean, default: false, required: false },
    }),
  );

/** One of a closed set of values. */
export const OneOf = (values: readonly string[]): PropertyDecorator =>
  field('oneOf', (value) => (values.includes(value as string) ? undefined : `must be one of ${values.join(', ')}`), {
    type: String,
    enum: [...values],
  });

/** A set of values out of a closed set, at least one. */
export const SomeOf = (values: readonly string[]): PropertyDecorator =>
  field(
    'someOf',
    (value) => {
      const valid = Array.isArray(value) && value.length > 0 && value.every((item) => values.includes(item as string));
      return valid && new Set(value).size === value.length ? undefined : `must be a list of ${values.join(', ')}`;
    },
    { type: String, isArray: true, enum: [...values], minItems: 1, uniqueItems: true },
  );

const NAME = /^[a-z][A-Za-z0-9_.]{0,59}$/;

/** A set of names, at least one and at most 50; whether there is such a thing is for the domain to say. */
export const Names = (): PropertyDecorator =>
  field(
    'names',
    (value) => {
      const valid = Array.isArray(value) && value.length > 0 && value.length <= 50;
      if (!valid) return 'must be a list of 1 to 50 names';
      if (!value.every((item) => typeof item === 'string' && NAME.test(item))) return 'must be a list of names';
      return new Set(value).size === value.length ? undefined : 'must not name anything twice';
    },
    {
      ...{ type: String, isArray: true, minItems: 1, maxItems: 50, uniqueItems: true },
      items: { type: 'string', pattern: NAME.source },
    },
  );

/** A number in a JSON body, with or without a fraction. */
export const DecimalNumber = (min: number, max: number): PropertyDecorator =>
  field(
    'number',
    (value) =>
      typeof value === 'number' && value >= min && value <= max ? undefined : `must be a number from ${min} to ${max}`,
    { type: Number, minimum: min, maximum: max },
  );

function checkInteger(value: unknown, min: number, max: number): string | undefined {
  const inRange = Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
  return inRange ? undefined : `must be a whole number from ${min} to ${max}`;
}

/** A whole number in a JSON body. */
export const Integer = (min: number, max: number): PropertyDecorator =>
  field('integer', (value) => checkInteger(value, min, max), { type: 'integer', minimum: min, maximum: max });

/** A whole number in a query, in decimal digits. */
export const QueryInteger = (min: number, max: number, fallback: number): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    field('integer', (value) => checkInteger(value, min, max), {
      ...{ type: 'integer', minimum: min, maximum: max, default: fallback, required: false },
    }),
  );

function checkUrl(value: unknown): string | undefined {
  const problem = checkText(value, 0, 500);
  if (problem !== undefined) return problem;
  const valid = URL.canParse(value as string) && /^https?:\/\//i.test(value as string);
  return valid ? undefined : 'must be a URL that starts with http:// or https://';
}

/** A web address that may be left out, null or empty, which is the same as null. */
export const OptionalUrl = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    TrimmedOrNull(),
    field('url', checkUrl, { type: String, format: 'uri', maxLength: 500, nullable: true, required: false }),
  );
