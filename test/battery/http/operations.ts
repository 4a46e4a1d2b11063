import type { OpenApiDocument, Operation } from '../../support/openapi-check.ts';

/** A path parameter, and what it is the id of: the segment before it, `contacts` in `/api/contacts/{id}`. */
export interface PathParameter {
  readonly name: string;
  readonly kind: string;
}

/** An operation, and where the document has it. */
export interface PlacedOperation extends Operation {
  /** `GET /api/contacts/{id}` */
  readonly name: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly inPath: readonly PathParameter[];
  readonly needsKey: boolean;
}

/** What a GET may be followed by: first what only reads, last what takes things away. */
const ORDER = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

/** The operations that the api says it has, those that take things away last. */
export async function servedOperations(
  baseUrl: string,
): Promise<{ document: OpenApiDocument; operations: PlacedOperation[] }> {
  const document = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as OpenApiDocument;
  return { document, operations: operationsOf(document) };
}

function operationsOf({ paths }: OpenApiDocument): PlacedOperation[] {
  return Object.entries(paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => placed(path, method, operation)))
    .sort((one, other) => ORDER.indexOf(one.method) - ORDER.indexOf(other.method));
}

function placed(path: string, method: string, operation: Operation): PlacedOperation {
  const upper = method.toUpperCase();
  return {
    ...operation,
    ...{ name: `${upper} ${path}`, method: upper, path },
    inPath: [...path.matchAll(/([^/]+)\/\{(\w+)\}/g)].map(([, kind = '', name = '']) => ({ name, kind })),
    needsKey: (operation.security ?? []).length > 0,
  };
}

/** The path of a request: `values` are by parameter name and go in as they are. */
export function filledPath({ path }: PlacedOperation, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? '');
}
