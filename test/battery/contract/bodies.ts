import fc from 'fast-check';
import { resolve, type Schema } from '../../support/openapi-check.ts';
import { anyText } from './text.ts';
import { boundaries, fitting, hostile, jsonText, prototypeKeys, type Vocabulary } from './values.ts';

type Texts = fc.Arbitrary<string>;
type Fields = Record<string, unknown>;

/** Bodies, as JSON text, that fit a schema. */
export const fittingBody = (words: Vocabulary, schema: Schema): Texts => fitting(words, schema).map(jsonText);

/** Bodies of every kind: a field too long, missing, of another type, one too many, or no JSON at all. */
export function anyBody(words: Vocabulary, schema: Schema): Texts {
  const fits = fitting(words, schema) as fc.Arbitrary<Fields>;
  const { properties = {} } = resolve(words.document, schema);
  const names = Object.keys(properties);
  const changed = fc.constantFrom(...(names.length > 0 ? names : ['x'])).chain((name) => {
    const property = resolve(words.document, properties[name] ?? {});
    const value = fc.oneof(boundaries(property), inside(words, property));
    return fc.tuple(fits, value).map(([body, other]) => jsonText({ ...body, [name]: other }));
  });
  return fc.oneof(
    { weight: 6, arbitrary: changed },
    { weight: 1, arbitrary: without(fits, names) },
    { weight: 2, arbitrary: fc.tuple(fits, prototypeKeys()).map(([body, more]) => joined(body, more)) },
    {
      weight: 1,
      arbitrary: fc.tuple(fits, anyText, hostile).map(([body, name, value]) => jsonText({ ...body, [name]: value })),
    },
    { weight: 1, arbitrary: fits.map((body) => twice(jsonText(body))) },
    { weight: 1, arbitrary: hostile.map(jsonText) },
    { weight: 1, arbitrary: noJson(fits) },
  );
}

/** What is inside of a field, changed: an item of a list, a property of an object. */
function inside(words: Vocabulary, { items, properties }: Schema): fc.Arbitrary<unknown> {
  if (items)
    return fc.array(fc.oneof(fitting(words, items), boundaries(resolve(words.document, items))), { maxLength: 4 });
  if (!properties) return hostile;
  return fc.constantFrom(...Object.keys(properties)).chain((name) => hostile.map((value) => ({ [name]: value })));
}

const without = (fits: fc.Arbitrary<Fields>, names: readonly string[]): Texts =>
  fc.tuple(fits, fc.subarray([...names])).map(([body, left]) => {
    return jsonText(Object.fromEntries(Object.entries(body).filter(([name]) => !left.includes(name))));
  });

/** Spreading would call the setter of `__proto__`. */
const joined = (body: Fields, more: unknown): string =>
  jsonText(Object.fromEntries([...Object.entries(body), ...Object.entries(more as Fields)]));

/** Each property given twice. */
const twice = (text: string): string => (text === '{}' ? '{"x":1,"x":2}' : `${text.slice(0, -1)},${text.slice(1)}`);

function noJson(fits: fc.Arbitrary<Fields>): Texts {
  const cut = fc.tuple(fits.map(jsonText), fc.nat(40)).map(([text, length]) => text.slice(0, length));
  return fc.oneof(
    cut,
    anyText,
    fc.constantFrom('', '{', '[]', 'null', '"', '{"a":}', "{'a':1}", 'NaN', '\ufeff{}', '['.repeat(50_000)),
  );
}
