import {
  faults,
  resolve,
  type DocumentedResponse,
  type OpenApiDocument,
  type Schema,
} from '../../support/openapi-check.ts';
import { isEventStream, mediaType, type HttpAnswer, type HttpRequest } from '../http/exchange.ts';
import type { PlacedOperation } from '../http/operations.ts';

/** In what an answer is not as the document says, a line each; a 5xx is a fault though it is documented. */
export function contractFaults(
  document: OpenApiDocument,
  operation: PlacedOperation,
  request: HttpRequest,
  { status, headers, text }: HttpAnswer,
): string[] {
  if (status >= 500) return [`${status}: ${text.slice(0, 200)}`];
  const said = operation.responses[status];
  if (!said) return [`status ${status} is not documented: ${text.slice(0, 200)}`];
  return [...headerFaults(said, status, headers), ...bodyFaults(document, said, request, { status, headers, text })];
}

function headerFaults(said: DocumentedResponse, status: number, headers: HttpAnswer['headers']): string[] {
  return Object.entries(said.headers ?? {})
    .filter(([name, { required }]) => required === true && headers[name.toLowerCase()] === undefined)
    .map(([name]) => `${status} without the header ${name}`);
}

function bodyFaults(
  document: OpenApiDocument,
  { content = {} }: DocumentedResponse,
  request: HttpRequest,
  { status, headers, text }: HttpAnswer,
): string[] {
  if (Object.keys(content).length === 0) return text === '' ? [] : [`${status} has a body, and none is documented`];
  const media = content[mediaType(headers)];
  if (!media) return [`${status} is of the type ${headers['content-type']}, which is not documented`];
  if (isSilent(request, headers, text)) return [];
  const value = bodyOf(headers, text);
  if (value === undefined) return [`${status} has a body that cannot be read: ${text.slice(0, 200)}`];
  const { schema = {} } = media;
  const own = faults(document, schema, value, 'body').map((fault) => `${status}: ${fault}`);
  return [...own, ...envelopeFaults(document, schema, status, value)];
}

/** Of a stream that is resumed, all that there is may be known already. */
function isSilent(request: HttpRequest, headers: HttpAnswer['headers'], text: string): boolean {
  return isEventStream(headers) && 'Last-Event-ID' in request.headers && !text.includes('data:');
}

/** The data of a stream's first event, or the JSON of an answer; undefined where it is neither. */
function bodyOf(headers: HttpAnswer['headers'], text: string): unknown {
  const json = isEventStream(headers) ? /^data: (?<data>.*)$/m.exec(text)?.groups?.['data'] : text;
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}

/** Where a body says whether it is a success, that goes with its status. */
function envelopeFaults(document: OpenApiDocument, schema: Schema, status: number, value: unknown): string[] {
  if (!('success' in (resolve(document, schema).properties ?? {}))) return [];
  const { success } = value as { success?: unknown };
  return success === status < 400 ? [] : [`${status}: success is ${String(success)}`];
}
