import fc from 'fast-check';
import { resolve, type OpenApiDocument, type Schema } from '../../support/openapi-check.ts';
import { anyText, goodText, textOfLength } from './text.ts';

export type Values = fc.Arbitrary<unknown>;

/** What values are made with: the document, and ids by what they are of, as `companyId` wants one of `companies`. */
export interface Vocabulary {
  readonly document: OpenApiDocument;
  /** Ids of things that the caller may use. */
  readonly own: (kind: string) => readonly string[];
}

/** JSON that `JSON.stringify` would not write is put in as `@raw:1e400@`, and becomes itself in {@link jsonText}. */
const raw = (json: string): string => `@raw:${json}@`;

/** The JSON text of a value, with what it has of {@link hostile} values. */
export const jsonText = (value: unknown): string => JSON.stringify(value).replace(/"@raw:([^@"]*)@"/g, '$1');

/** Values that fit a schema; where it has a least or most, these as well. */
export function fitting(words: Vocabulary, given: Schema, name = ''): Values {
  const schema = resolve(words.document, given);
  const some = kindsOf(words, schema, name);
  return schema.nullable ? fc.oneof({ weight: 6, arbitrary: some }, { weight: 1, arbitrary: fc.constant(null) }) : some;
}

function kindsOf(words: Vocabulary, schema: Schema, name: string): Values {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map((option) => fitting(words, option)));
  if (schema.type === 'object' || schema.properties) return objects(words, schema);
  if (schema.type === 'array') return arrays(words, schema, name);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'string') return strings(words, schema, name);
  if (schema.type === 'integer' || schema.type === 'number') return numbers(schema);
  return fc.constant('text');
}

function objects(words: Vocabulary, { properties = {}, required = [] }: Schema): Values {
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, fitting(words, property, name)]),
  );
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) });
}

function arrays(words: Vocabulary, { items = {}, minItems = 0, maxItems = 5 }: Schema, name: string): Values {
  return fc.uniqueArray(fitting(words, items, name), { minLength: minItems, maxLength: Math.min(maxItems, 5) });
}

/** The kind of thing that `companyId` is the id of: `companies`. */
function kindNamed(name: string): string | undefined {
  const thing = /^(\w+)Ids?$/.exec(name)?.[1];
  return thing?.replace(/y$/, 'ie').concat('s').toLowerCase();
}

const DATES = { min: new Date('2000-01-01'), max: new Date('2100-01-01') };

function strings(words: Vocabulary, schema: Schema, name: string): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 50 } = schema;
  if (format === 'email') return fc.uuid().map((id) => `${id}@people.example`);
  if (format === 'uri') return fc.webUrl({ size: 'small' });
  if (format === 'date-time') return fc.date({ noInvalidDate: true, ...DATES }).map((date) => date.toISOString());
  if (format === 'uuid') {
    const own = words.own(kindNamed(name) ?? '');
    return own.length > 0 ? fc.constantFrom(...own) : fc.uuid();
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(
    { weight: 4, arbitrary: goodText(minLength, maxLength) },
    { weight: 1, arbitrary: textOfLength(Math.max(minLength, 1)) },
    { weight: 1, arbitrary: textOfLength(maxLength) },
  );
}

function numbers({ type, minimum = 0, maximum = 1_000_000 }: Schema): fc.Arbitrary<number> {
  const between =
    type === 'integer'
      ? fc.integer({ min: minimum, max: maximum })
      : fc.double({ min: minimum, max: maximum, noNaN: true });
  return fc.oneof(between, fc.constantFrom(minimum, maximum));
}

const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);

/** What fits no schema, or hardly any: other types, numbers without measure, deep nesting, keys of prototypes. */
export const hostile: Values = fc.oneof(
  anyText,
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, '', ' ', [], {}, [null], [[]], 'null', '0', NaN),
  fc.constantFrom('1e400', '-1e400', '1e-400', '9007199254740993', '9'.repeat(400), '-0', '1E2', '0.1e1').map(raw),
  fc.constantFrom(3, 19, 20, 21, 200, 3000).map((depth) => raw(nested(depth, '[', ']'))),
  fc.constantFrom(10_000, 200_000).map((length) => 'x'.repeat(length)),
  prototypeKeys(),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Objects with the names that JavaScript's own objects have. */
export function prototypeKeys(): Values {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', ''];
  const pair = fc.tuple(fc.constantFrom(...names), fc.constantFrom<unknown>(null, 1, 'x', {}, { admin: true }, []));
  return fc.array(pair, { minLength: 1, maxLength: 2 }).map((pairs) => Object.fromEntries(pairs));
}

/** Values one beside the least and the most that a schema allows, on either side. */
export function boundaries({ minLength, maxLength, minimum, maximum, minItems, maxItems }: Schema): Values {
  const around = (edge: number | undefined): number[] => (edge === undefined ? [] : [edge - 1, edge, edge + 1]);
  const lengths = [...around(minLength), ...around(maxLength)].map(textOfLength);
  const numbered = [...around(minimum), ...around(maximum)].map((value) => fc.constant(value));
  const listed = [...around(minItems), ...around(maxItems)].map((length) =>
    fc.constant(Array.from({ length: Math.max(length, 0) }, (_, at) => `name${at}`)),
  );
  return fc.oneof(hostile, { weight: 3, arbitrary: anyText }, ...lengths, ...numbered, ...listed);
}
