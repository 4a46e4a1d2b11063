const OTHER_VALUES = [
  { type: 'number' },
  { type: 'array', items: { type: 'string' } },
  { type: 'object', additionalProperties: true },
];

/** OpenAPI schema of a value that enrichment found, whatever its field. */
export const FOUND_VALUE = {
  description:
    'Text; a number for `employees` and `foundedYear`, texts for `skills` and `languages`, an object for `location`, whose ' +
    '`precision` says whether its coordinates are of the `city` or the `address`',
  oneOf: [{ type: 'string' }, ...OTHER_VALUES],
  example: 'Head of Sales',
};

/** The same where there may be none: OpenAPI 3.0 has `nullable` only beside a type. */
export const FOUND_VALUE_OR_NULL = {
  ...FOUND_VALUE,
  oneOf: [{ type: 'string', nullable: true }, ...OTHER_VALUES],
};
