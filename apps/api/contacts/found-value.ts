/** OpenAPI schema of a value that enrichment found, whatever its field. */
export const FOUND_VALUE = {
  description:
    'Text; a number for `employees` and `foundedYear`, texts for `skills` and `languages`, an object for `location`, whose ' +
    '`precision` says whether its coordinates are of the `city` or the `address`',
  oneOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'array', items: { type: 'string' } },
    { type: 'object', additionalProperties: true },
  ],
  example: 'Head of Sales',
};
