import type { OpenApiDocument } from '../../support/openapi-check.ts';
import type { Finding } from '../row.ts';
import { exchange, type HttpAnswer, type HttpRequest } from '../http/exchange.ts';
import { filledPath, type PlacedOperation } from '../http/operations.ts';
import { resourcesFor, valuesOf, type Resource } from '../http/population.ts';
import { probesOf, type Probe, type Sides } from './probes.ts';

/** A caller who must not learn anything of the victim's. */
export interface Attack extends Sides {
  readonly baseUrl: string;
  readonly document: OpenApiDocument;
  readonly operations: readonly PlacedOperation[];
  /** The caller's key, and one that sees all of the victim's things. */
  readonly key: string;
  readonly victimKey: string;
}

/** Headers that differ between any two answers. */
const VOLATILE = new Set(['date', 'x-request-id', 'content-length', 'keep-alive', 'connection']);
const COUNTS = /^(?:ratelimit|x-ratelimit)/;

/**
 * Sends each probe, and compares its answers; looks for the victim's words and ids in all of them, and in the caller's
 * own lists; and holds what the victim sees afterwards against what they saw before.
 */
export async function attack(given: Attack): Promise<Finding> {
  const before = await views(given, given.victimKey, given.victim);
  const totals = totalsOf(await views(given, given.key, given.own));
  const probes = given.operations.flatMap((operation) => probesOf(given.document, operation, given));
  const found = [...before]
    .filter(([, { status }]) => status !== 200)
    .map(([name]) => `the victim cannot read ${name}`);
  for (const probe of probes) found.push(...(await leaksOf(given, probe)));
  const own = await views(given, given.key, given.own);
  for (const [name, { headers, text }] of own) {
    found.push(...traces(given, `${JSON.stringify(headers)}${text}`, []).map((leak) => `${name}: ${leak}`));
  }
  found.push(...differences('total of', totals, totalsOf(own)));
  const after = await views(given, given.victimKey, given.victim);
  found.push(...differences('the victim sees another', bodies(before), bodies(after)));
  return {
    measured: `${probes.length} pairs of requests, ${found.length} leaks`,
    faults: [...new Set(found)],
  };
}

async function leaksOf(given: Attack, { name, real, nothing, sent }: Probe): Promise<string[]> {
  const ofReal = await exchange(given.baseUrl, withKey(real, given.key));
  const ofNothing = await exchange(given.baseUrl, withKey(nothing, given.key));
  const shown = traces(
    given,
    JSON.stringify([ofReal.headers, ofReal.text]),
    sent.map(([value]) => value),
  );
  const one = neutral(
    ofReal,
    sent.map(([value]) => value),
  );
  const other = neutral(
    ofNothing,
    sent.map(([, value]) => value),
  );
  const differs = one === other ? [] : [`${name}: ${one} differs from that for nothing, ${other}`];
  return [...shown.map((leak) => `${name}: ${leak}`), ...differs];
}

export const withKey = (request: HttpRequest, key: string): HttpRequest => ({
  ...request,
  headers: { ...request.headers, Authorization: `Bearer ${key}` },
});

/** What there is of the victim's words and ids in a text, but for those that were sent. */
function traces({ marker, victim, own }: Sides, text: string, sent: readonly string[]): string[] {
  const known = new Set([...own.flatMap((resource) => Object.values(resource)), ...sent]);
  const ids = victim.flatMap((resource) => Object.values(resource)).filter((id) => !known.has(id));
  const words = sent.includes(marker) ? [] : [marker];
  return [...words, ...new Set(ids)].filter((word) => text.toLowerCase().includes(word)).map((word) => `shows ${word}`);
}

/** An answer without what differs between any two, and without what was sent. */
function neutral({ status, headers, text }: HttpAnswer, sent: readonly string[]): string {
  const kept = Object.entries(headers).filter(([name]) => !VOLATILE.has(name) && !COUNTS.test(name));
  const whole = `${status} ${text.slice(0, 2000)} ${JSON.stringify(kept)}`.replace(/"requestId":"[^"]*"/, '');
  return sent.reduce((rest, value) => rest.replaceAll(value, '…'), whole);
}

/** All that a key reads, by operation: lists, and details of the first of each kind. */
async function views(
  { baseUrl, operations }: Attack,
  key: string,
  resources: readonly Resource[],
): Promise<Map<string, HttpAnswer>> {
  const read = new Map<string, HttpAnswer>();
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    if (!operation.inPath.every(({ kind }) => resources.some((resource) => kind in resource))) continue;
    const path = filledPath(operation, valuesOf(resourcesFor(resources, operation.inPath)[0]!, operation.inPath));
    read.set(operation.name, await exchange(baseUrl, withKey({ method: 'GET', path, headers: {} }, key)));
  }
  return read;
}

const totalsOf = (read: Map<string, HttpAnswer>): Map<string, string> =>
  new Map([...read].map(([name, { text }]) => [name, /"total":(\d+)/.exec(text)?.[1] ?? '']));

/** An export is audited, and the trail is in it: reading either changes both. */
const CHANGED_BY_READING = new Set(['GET /api/audit-events', 'GET /api/contacts/{id}/export']);

/** Without what differs by itself: keys tell when they were last used. */
const bodies = (read: Map<string, HttpAnswer>): Map<string, string> =>
  new Map(
    [...read]
      .filter(([name]) => !CHANGED_BY_READING.has(name))
      .map(([name, { text }]) => [name, text.replace(/"(?:lastUsedAt|requestId)":(?:"[^"]*"|null)/g, '')]),
  );

function differences(what: string, before: Map<string, string>, after: Map<string, string>): string[] {
  return [...before].filter(([name, value]) => after.get(name) !== value).map(([name]) => `${what} ${name}`);
}
