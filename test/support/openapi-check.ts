import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './client.ts';

/** What the checker needs of a JSON schema as OpenAPI 3.0 writes it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
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
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
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

/** Checks an answer; throws if it is not as promised. */
export type AnswerCheck = (method: string, path: string, answer: Answer) => void;

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
    const said = operation?.responses[answer.status];
    const problems: string[] = [];
    if (operation && !said) problems.push(`status ${answer.status} is not documented`);
    const schema = said?.content?.['application/json']?.schema ?? { $ref: '#/components/schemas/ErrorDto' };
    problems.push(...faults(document, schema, answer.body, 'body'));
    if (answer.status >= 400 && answer.body.requestId !== answer.headers.get('x-request-id')) {
      problems.push('requestId is not that of the header');
    }
    if (answer.body.success !== answer.status < 400) problems.push('success does not go with the status');
    if (problems.length > 0) throw new Error(`${method} ${path}: ${problems.join('; ')}`);
  };
}

/** In what a value differs from a schema. Properties that the schema does not know count as well. */
export function faults(document: OpenApiDocument, given: Schema, value: unknown, at: string): string[] {
  const schema = resolve(document, given);
  if (value === null) return schema.nullable ? [] : [`${at} is null`];
  if (schema.oneOf) {
    const fits = schema.oneOf.filter((option) => faults(document, option, value, at).length === 0).length;
    return fits === 1 ? [] : [`${at} fits ${fits} of its alternatives`];
  }
  if (schema.enum && !schema.enum.some((allowed) => isDeepStrictEqual(allowed, value)))
    return [`${at} is not in its enum`];
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(String(value)))
    return [`${at} has another form`];
  const type = Array.isArray(value) ? 'array' : typeof value;
  const expected = schema.type === 'integer' ? 'number' : schema.type;
  if (expected !== undefined && type !== expected) return [`${at} is of type ${type}, not ${expected}`];
  if (schema.type === 'integer' && !Number.isInteger(value)) return [`${at} is no integer`];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => faults(document, schema.items ?? {}, item, `${at}[${index}]`));
  }
  return type === 'object' ? objectFaults(document, schema, value as Record<string, unknown>, at) : [];
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
