import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '#platform';
import type { Answer, AnswerCheck } from './client.ts';

/** What the checker needs of a JSON schema as OpenAPI 3.0 writes it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly example?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

interface Media {
  readonly schema?: Schema;
  readonly example?: string;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  /** The scopes of which a key must have one; none if any key will do. */
  readonly 'x-required-scopes'?: readonly Scope[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface DocumentedResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean; readonly schema?: Schema }>>;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

/**
 * Checks answers against the api's own document: the status is documented for the operation, and the body is as its
 * schema says, with nothing missing and nothing more. A refusal carries the request id of its header.
 */
export function answerCheck(document: OpenApiDocument): AnswerCheck {
  const routes = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
    operations,
  }));
  return (method, path, answer) => {
    if (method === 'HEAD' || !path.startsWith('/api/')) return;
    const pathname = path.replace(/\/?[?#].*$/, '');
    const operation = routes.find(({ pattern }) => pattern.test(pathname))?.operations[method.toLowerCase()];
    const problems = [...statusFaults(document, operation, answer), ...envelopeFaults(answer)];
    if (problems.length > 0) throw new Error(`${method} ${path}: ${problems.join('; ')}`);
  };
}

/** An answer where there is no such operation is a refusal, which is in the error envelope as well. */
function statusFaults(document: OpenApiDocument, operation: Operation | undefined, { status, body }: Answer): string[] {
  const said = operation?.responses[status];
  if (operation && !said) return [`status ${status} is not documented`];
  if (status === 304) return body === '' ? [] : ['a 304 has a body'];
  const schema = said?.content?.['application/json']?.schema ?? { $ref: '#/components/schemas/ErrorDto' };
  return faults(document, schema, body, 'body');
}

function envelopeFaults({ status, headers, body }: Answer): string[] {
  if (status === 304) return [];
  if (body.success !== status < 400) return ['success does not go with the status'];
  const asInHeader = status < 400 || body.requestId === headers.get('x-request-id');
  return asInHeader ? [] : ['requestId is not that of the header'];
}

/** In what a value differs from a schema. Properties that the schema does not know count as well. */
export function faults(document: OpenApiDocument, given: Schema, value: unknown, at: string): string[] {
  const schema = resolve(document, given);
  if (value === null) return isNullable(document, schema) ? [] : [`${at} is null`];
  if (schema.oneOf) {
    const fits = schema.oneOf.filter((option) => faults(document, option, value, at).length === 0).length;
    return fits === 1 ? [] : [`${at} fits ${fits} of its alternatives`];
  }
  const fault = valueFault(schema, value);
  if (fault !== undefined) return [`${at} ${fault}`];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => faults(document, schema.items ?? {}, item, `${at}[${index}]`));
  }
  return typeof value === 'object' ? objectFaults(document, schema, value as Record<string, unknown>, at) : [];
}

/** OpenAPI 3.0 has `nullable` beside a type only, and so in one of several alternatives. */
function isNullable(document: OpenApiDocument, { nullable, oneOf = [] }: Schema): boolean {
  return nullable === true || oneOf.some((option) => isNullable(document, resolve(document, option)));
}

function valueFault({ type, enum: allowed, pattern }: Schema, value: unknown): string | undefined {
  const actual = Array.isArray(value) ? 'array' : Number.isInteger(value) && type === 'integer' ? type : typeof value;
  if (type !== undefined && actual !== type) return `is of type ${actual}, not ${type}`;
  if (allowed && !allowed.some((item) => isDeepStrictEqual(item, value))) return 'is not in its enum';
  const formed = pattern === undefined || (typeof value === 'string' && new RegExp(pattern, 'u').test(value));
  return formed ? undefined : 'has another form';
}

function objectFaults(document: OpenApiDocument, schema: Schema, value: Record<string, unknown>, at: string): string[] {
  const { properties = {}, additionalProperties: others = false } = schema;
  const missing = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${at}.${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : others;
    if (known === false || known === undefined) return [`${at}.${name} is not documented`];
    return known === true ? [] : faults(document, known, item, `${at}.${name}`);
  });
  return [...missing, ...wrong];
}

/** A schema without references; `allOf` (which the document uses for nullable references only) is merged into it. */
export function resolve(document: OpenApiDocument, schema: Schema): Schema {
  const named = schema.$ref?.replace('#/components/schemas/', '');
  if (named !== undefined) {
    const target = document.components.schemas[named];
    if (!target) throw new Error(`the document has no schema ${named}`);
    return resolve(document, target);
  }
  return Object.assign({}, ...(schema.allOf ?? []).map((part) => resolve(document, part)), schema) as Schema;
}
