import { resolve, type OpenApiDocument, type Schema } from '../../support/openapi-check.ts';
import { sampleOf } from '../../support/openapi-sample.ts';
import type { HttpRequest } from '../http/exchange.ts';
import { filledPath, type PlacedOperation } from '../http/operations.ts';
import { neverExisting, resourcesFor, valuesOf, type Resource } from '../http/population.ts';

/** One request with what is not the caller's in it, and the same with what never existed in its place. */
export interface Probe {
  readonly name: string;
  readonly real: HttpRequest;
  readonly nothing: HttpRequest;
  /** What was sent, and so may come back: of the real one first. */
  readonly sent: readonly [real: string, nothing: string][];
}

/** Whose things are probed for, and what the caller has to put around them. */
export interface Sides {
  readonly victim: readonly Resource[];
  readonly own: readonly Resource[];
  /** A word of the victim's texts. */
  readonly marker: string;
}

type Substitution = readonly [real: string, nothing: string];

/** Requests to an operation with the victim's ids, of every kind, wherever it takes one. */
export function probesOf(document: OpenApiDocument, operation: PlacedOperation, sides: Sides): Probe[] {
  return [
    ...pathProbes(document, operation, sides),
    ...queryProbes(document, operation, sides),
    ...bodyProbes(document, operation, sides),
  ];
}

/** The victim's for all parameters, for each alone beside the caller's own, and ids of every other kind. */
function pathProbes(document: OpenApiDocument, operation: PlacedOperation, { victim, own }: Sides): Probe[] {
  const { inPath } = operation;
  if (inPath.length === 0) return [];
  const nothing = Object.fromEntries(inPath.map(({ name, kind }) => [name, neverExisting(kind)]));
  const victims = victim.filter((resource) => inPath.every(({ kind }) => kind in resource)).slice(0, 2);
  const whole = victims.map((resource) => ({ real: valuesOf(resource, inPath), nothing }));
  const mine = valuesOf(resourcesFor(own, inPath)[0]!, inPath);
  const single = inPath.flatMap(({ name }) =>
    oneOfEachKind(victim).map(([kind, id]) => ({
      real: { ...mine, [name]: id },
      nothing: { ...mine, [name]: neverExisting(kind) },
    })),
  );
  return [...whole, ...single].map((values) => {
    const changed = inPath.filter(({ name }) => values.real[name] !== mine[name]);
    return {
      name: `${operation.name} with their ${changed.map(({ name }) => name).join(' and ')}`,
      real: requestTo(document, operation, filledPath(operation, values.real)),
      nothing: requestTo(document, operation, filledPath(operation, values.nothing)),
      sent: changed.map(({ name }): [string, string] => [values.real[name] ?? '', values.nothing[name] ?? '']),
    };
  });
}

/** @returns an id of each kind of thing */
function oneOfEachKind(resources: readonly Resource[]): [kind: string, id: string][] {
  return Object.entries(Object.assign({}, ...resources) as Resource);
}

/** Their ids in filters, and their words in searches. */
function queryProbes(document: OpenApiDocument, operation: PlacedOperation, sides: Sides): Probe[] {
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const path = ownPath(operation, sides);
  return known.flatMap(({ name, schema }) =>
    substitutions(name, schema, sides).map(([real, nothing]) => ({
      name: `${operation.name}?${name}=`,
      real: requestTo(document, operation, `${path}?${name}=${real}`),
      nothing: requestTo(document, operation, `${path}?${name}=${nothing}`),
      sent: [[real, nothing] as [string, string]],
    })),
  );
}

function substitutions(name: string, { format }: Schema, { victim, marker }: Sides): Substitution[] {
  if (name === 'search') return [[marker, 'n'.repeat(marker.length)]];
  if (format !== 'uuid' && !name.endsWith('Id')) return [];
  return oneOfEachKind(victim).map(([kind, id]) => [id, neverExisting(kind)]);
}

/** Their ids in each property of a body that takes one. */
function bodyProbes(document: OpenApiDocument, operation: PlacedOperation, sides: Sides): Probe[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const properties = Object.entries(schema ? (resolve(document, schema).properties ?? {}) : {});
  const path = ownPath(operation, sides);
  return properties
    .filter(([, property]) => resolve(document, property).format === 'uuid')
    .flatMap(([name]) =>
      oneOfEachKind(sides.victim).map(([kind, id]) => {
        const nothing = neverExisting(kind);
        return {
          name: `${operation.name} with their ${kind} as ${name}`,
          real: requestTo(document, operation, path, { [name]: id }),
          nothing: requestTo(document, operation, path, { [name]: nothing }),
          sent: [[id, nothing] as [string, string]],
        };
      }),
    );
}

const ownPath = (operation: PlacedOperation, { own }: Sides): string =>
  operation.inPath.length === 0
    ? operation.path
    : filledPath(operation, valuesOf(resourcesFor(own, operation.inPath)[0]!, operation.inPath));

/** A request as the operation's document has it; `fields` go into its body, in place of what the sample has. */
function requestTo(
  document: OpenApiDocument,
  operation: PlacedOperation,
  path: string,
  fields: object = {},
): HttpRequest {
  const sample = sampleOf(document, operation);
  if (typeof sample !== 'object') return { method: operation.method, path, headers: {} };
  // Not together with a companyId, which would be refused for that alone; undefined is not sent.
  const body = { ...sample, companyName: undefined, ...fields };
  return {
    ...{ method: operation.method, path, headers: { 'Content-Type': 'application/json' } },
    body: JSON.stringify(body),
  };
}
