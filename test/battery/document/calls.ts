import type { OpenApiDocument } from '../../support/openapi-check.ts';
import { sampleOf } from '../../support/openapi-sample.ts';
import type { PlacedOperation } from '../http/operations.ts';
import { resourcesFor, valuesOf, type Resource } from '../http/population.ts';

/** What an operation is called with. */
interface Call {
  readonly operation: PlacedOperation;
  readonly path: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly streams: boolean;
}

/** What an organization has to call operations with. */
export interface Stock {
  readonly settled: readonly Resource[];
  /** With jobs that wait, and so can be cancelled. */
  readonly waiting: readonly Resource[];
}

/** A call of each operation, with what the organization has; what one call takes away, no other is made with. */
export function callsOf(
  document: OpenApiDocument,
  operations: readonly PlacedOperation[],
  { settled, waiting }: Stock,
): Call[] {
  return operations.map((operation, at) => {
    const changesJob = operation.method !== 'GET' && operation.inPath[0]?.kind === 'enrichment-jobs';
    const fitting = oneOfEach(operation, resourcesFor(changesJob ? waiting : settled, operation.inPath));
    const body = sampleOf(document, operation);
    return {
      operation,
      path: valuesOf(fitting[operation.method === 'GET' ? 0 : at % fitting.length]!, operation.inPath),
      body: body !== undefined && operation.path.includes('/companies') ? named(body, operation) : body,
      streams: operation.responses['200']?.content?.['text/event-stream'] !== undefined,
    };
  });
}

/** Of several resources with the same first id, one. */
function oneOfEach({ inPath }: PlacedOperation, resources: readonly Resource[]): Resource[] {
  const kind = inPath[0]?.kind;
  return kind === undefined ? [...resources] : [...new Map(resources.map((one) => [one[kind], one])).values()];
}

/** Names of companies are unique, and each sample has the same. */
const named = (body: unknown, { operationId }: PlacedOperation): unknown => ({
  ...(body as object),
  name: `Called by ${operationId}`,
});

const START = `const { BASE_URL = '', KEY = '' } = process.env;
const tell = (name: string, status: number | undefined) => process.stdout.write(name + ' ' + status + '\\n');
`;

/** A program that calls each operation by openapi-fetch; it compiles only if none is missing. */
export function openapiFetchProgram(calls: readonly Call[]): string {
  const entries = calls.map(({ operation, path, body, streams }) => {
    const given = { params: { path }, ...(body !== undefined && { body }), ...(streams && { parseAs: 'text' }) };
    const options = JSON.stringify(Object.keys(path).length > 0 ? given : { ...given, params: {} });
    return `  ${operation.operationId}: () => client.${operation.method}(${JSON.stringify(operation.path)}, ${options}),`;
  });
  return `import createClient from 'openapi-fetch';
import type { operations, paths } from './schema.js';
${START}
const client = createClient<paths>({ baseUrl: BASE_URL, headers: { Authorization: 'Bearer ' + KEY } });
const calls: Record<keyof operations, () => Promise<{ response: Response }>> = {
${entries.join('\n')}
};
for (const [name, call] of Object.entries(calls)) tell(name, (await call()).response.status);
`;
}

/** A program that calls each operation by Hey API's client; it compiles only if none is missing. */
export function heyApiProgram(calls: readonly Call[]): string {
  const entries = calls.map(({ operation, path, body, streams }) => {
    const given = JSON.stringify({
      ...(Object.keys(path).length > 0 && { path }),
      ...(body !== undefined && { body }),
    });
    const call = `sdk.${operation.operationId}(${given})`;
    return `  ${operation.operationId}: ${streams ? `() => first(${call})` : `() => ${call}`},`;
  });
  return `import * as sdk from './hey-api/sdk.gen.js';
import { client } from './hey-api/client.gen.js';
${START}
type Outcome = { response?: Response };
async function first(events: Promise<{ stream: AsyncIterable<unknown> }>): Promise<Outcome> {
  for await (const event of (await events).stream) if (event !== undefined) return { response: new Response() };
  return {};
}
client.setConfig({ baseUrl: BASE_URL, auth: KEY });
const calls: Record<keyof typeof sdk, () => Promise<Outcome>> = {
${entries.join('\n')}
};
for (const [name, call] of Object.entries(calls)) tell(name, (await call()).response?.status);
`;
}
