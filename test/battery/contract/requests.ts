import fc from 'fast-check';
import { resolve, type Parameter } from '../../support/openapi-check.ts';
import type { HttpRequest } from '../http/exchange.ts';
import { filledPath, type PlacedOperation } from '../http/operations.ts';
import { neverExisting, resourcesFor, valuesOf, type Resource } from '../http/population.ts';
import { anyBody, fittingBody } from './bodies.ts';
import { anyText, percentEncoded } from './text.ts';
import { boundaries, fitting, jsonText, type Vocabulary } from './values.ts';

/** What requests are made of: the vocabulary, whose things are whose, and the key that they are sent with. */
export interface Material extends Vocabulary {
  readonly mine: readonly Resource[];
  readonly theirs: readonly Resource[];
  readonly key: string;
}

type Pairs = fc.Arbitrary<[name: string, value: string][]>;

/** Requests to an operation: half of them as documented, of things that are there; half with anything in any part. */
export function requestsTo(material: Material, operation: PlacedOperation): fc.Arbitrary<HttpRequest> {
  return fc.boolean().chain((asDocumented) =>
    fc
      .tuple(
        path(material, operation, asDocumented),
        query(material, operation, asDocumented),
        headers(material, operation, asDocumented),
        body(material, operation, asDocumented),
      )
      .map(([given, pairs, named, text]): HttpRequest => {
        const search = pairs.map(([name, value]) => `${percentEncoded(name)}=${value}`).join('&');
        const type = text === undefined ? [] : [['Content-Type', 'application/json']];
        return {
          ...{ method: operation.method, path: search === '' ? given : `${given}?${search}` },
          headers: Object.fromEntries([['Authorization', `Bearer ${material.key}`], ...type, ...named]) as Record<
            string,
            string
          >,
          ...(text !== undefined && { body: text }),
        };
      }),
  );
}

function path({ mine, theirs }: Material, operation: PlacedOperation, asDocumented: boolean): fc.Arbitrary<string> {
  const { inPath } = operation;
  if (inPath.length === 0) return fc.constant(operation.path);
  const of = (resources: readonly Resource[]) =>
    fc.constantFrom(...resourcesFor(resources, inPath).map((resource) => valuesOf(resource, inPath)));
  if (asDocumented) return of(mine).map((values) => filledPath(operation, values));
  const nothing = fc.constant(Object.fromEntries(inPath.map(({ name, kind }) => [name, neverExisting(kind)])));
  const spoilt = fc
    .tuple(of(mine), fc.constantFrom(...inPath), malformed)
    .map(([values, { name }, value]) => ({ ...values, [name]: value }));
  const mixed = fc.tuple(of(mine), of(theirs), fc.constantFrom(...inPath)).map(([own, other, { name }]) => ({
    ...own,
    [name]: other[name] ?? '',
  }));
  return fc
    .oneof(of(mine), of(mine), of(theirs), mixed, nothing, spoilt)
    .map((values) => filledPath(operation, values));
}

/** Segments that are no id; never empty and no dots alone, as the path would be of another operation. */
const malformed = fc.oneof(
  fc.constantFrom(
    '0',
    'null',
    'undefined',
    '%00',
    '%',
    '%zz',
    '%E0%A4%A',
    '%C0%80',
    '..%2f..',
    '%2e%2e%2f',
    "'--",
    '*',
    '{id}',
  ),
  fc.constantFrom('a'.repeat(5000), 'job_', `job_${'a'.repeat(65)}`, '550e8400e29b41d4a716446655440000', '-1', '1e3'),
  fc.uuid().map((id) => id.toUpperCase()),
  anyText.map((text) => `x${percentEncoded(text)}`),
);

const parametersIn = ({ parameters = [] }: PlacedOperation, where: string): Parameter[] =>
  parameters.filter((parameter) => parameter.in === where);

function query(material: Material, operation: PlacedOperation, asDocumented: boolean): Pairs {
  const known = parametersIn(operation, 'query');
  // A cursor is a page's own, and so in no document.
  const documented = known
    .filter(({ name }) => name !== 'cursor')
    .map(({ name, schema, required = false }) =>
      maybe(
        required,
        fitting(material, schema, name).map((value) => [[name, written(value)]]),
      ),
    );
  if (asDocumented) return fc.tuple(...documented).map((pairs) => pairs.flat() as [string, string][]);
  const odd = known.map(({ name, schema }) => {
    const value = fc.oneof(fitting(material, schema, name), boundaries(resolve(material.document, schema)));
    return maybe(
      false,
      fc.array(
        value.map((item) => [name, written(item)]),
        { minLength: 1, maxLength: 2 },
      ),
    );
  });
  const unknown = fc.array(
    fc.tuple(fc.oneof(anyText, fc.constantFrom('__proto__', 'limit[]', 'Limit', 'a[b]')), anyText),
    { maxLength: 1 },
  );
  const unknownPairs = unknown.map((pairs) => pairs.map(([name, value]) => [name, percentEncoded(value)]));
  return fc.tuple(...odd, maybe(false, unknownPairs)).map((pairs) => pairs.flat() as [string, string][]);
}

/** Nothing in two of three cases, unless it is required. */
const maybe = (required: boolean, pairs: fc.Arbitrary<string[][]>): fc.Arbitrary<string[][]> =>
  required ? pairs : fc.oneof({ weight: 2, arbitrary: none }, { weight: 1, arbitrary: pairs });

const none: fc.Arbitrary<string[][]> = fc.constant([]);

/** A value in a query, short enough for a URL. */
function written(value: unknown): string {
  return percentEncoded((typeof value === 'string' ? value : jsonText(value)).slice(0, 300));
}

/** Bytes that a header can carry. */
const forHeader = (value: unknown): string =>
  (typeof value === 'string' ? value : jsonText(value)).replace(/[^\x20-\x7e\xa0-\xff]/g, '').slice(0, 300);

function headers(material: Material, operation: PlacedOperation, asDocumented: boolean): Pairs {
  const known = parametersIn(operation, 'header').map(({ name, schema, required = false }) => {
    const values = asDocumented
      ? fitting(material, schema, name)
      : fc.oneof(fitting(material, schema, name), boundaries(resolve(material.document, schema)));
    return maybe(
      required,
      values.map((value) => [[name, forHeader(value)]]),
    );
  });
  const odd = fc.constantFrom(
    ...[
      ['Content-Type', 'text/plain'],
      ['Content-Type', 'application/json; charset=utf-99'],
      ['Content-Type', 'nonsense'],
    ],
    ...[
      ['Content-Encoding', 'gzip'],
      ['Content-Encoding', 'br'],
      ['Content-Encoding', 'zstd2'],
      ['Accept', 'text/html'],
    ],
    ...[
      ['X-Request-Id', '{}'],
      ['Expect', '100-continue'],
      ['If-None-Match', '*'],
      ['If-Match', '"x"'],
      ['Range', 'bytes=0-1'],
    ],
  );
  const unusual = asDocumented
    ? fc.constant([])
    : fc.oneof(
        fc.constant([]),
        fc.constant([]),
        fc.constant([]),
        odd.map((pair) => [pair]),
      );
  return fc.tuple(...known, unusual).map((pairs) => pairs.flat() as [string, string][]);
}

function body(
  material: Material,
  { method, requestBody }: PlacedOperation,
  asDocumented: boolean,
): fc.Arbitrary<string | undefined> {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema) return asDocumented ? fittingBody(material, schema) : anyBody(material, schema);
  if (asDocumented || method === 'GET') return fc.constant(undefined);
  return fc.oneof(fc.constant(undefined), fc.constantFrom('{}', '', '[1]', '{"surprise":true}', 'null', '{'));
}
