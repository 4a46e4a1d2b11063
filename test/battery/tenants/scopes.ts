import type { Scope } from '#platform';
import type { Finding } from '../row.ts';
import { exchange } from '../http/exchange.ts';
import { filledPath, type PlacedOperation } from '../http/operations.ts';
import { neverExisting, resourcesFor, valuesOf } from '../http/population.ts';
import { withKey, type Attack } from './leaks.ts';

const SCOPES: readonly Scope[] = ['contacts:read', 'contacts:write', 'enrichment:run', 'admin'];

/**
 * Calls each operation with a key that has all scopes but those of which one is required: it must be refused alike for
 * what is there and for what never existed, showing nothing; and, with each of those scopes alone, not for its scope.
 * @param keyWith gives a key of the victim's organization
 */
export async function refuseWithoutScope(
  given: Attack,
  keyWith: (scopes: readonly Scope[]) => Promise<string>,
): Promise<Finding> {
  const guarded = given.operations.filter(({ needsKey }) => needsKey);
  const found: string[] = [];
  let calls = 0;
  for (const operation of guarded) {
    const required = operation['x-required-scopes'];
    if (!required) found.push(`${operation.name} does not say which scopes it requires`);
    if (!required || required.length === 0) continue;
    const without = await keyWith(SCOPES.filter((scope) => !required.includes(scope)));
    const answers = await Promise.all(requests(given, operation).map((path) => call(given, operation, path, without)));
    for (const { status, text } of answers) {
      if (status !== 403 || !text.includes('missing_scope'))
        found.push(`${operation.name}: ${status} without ${required.join()}`);
      if (text.includes(given.marker))
        found.push(`${operation.name}: shows ${given.marker} without ${required.join()}`);
    }
    for (const scope of required) {
      const [, nothing = operation.path] = requests(given, operation);
      const { text } = await call(given, operation, nothing, await keyWith([scope]));
      if (text.includes('missing_scope')) found.push(`${operation.name}: refused with ${scope}`);
    }
    calls += answers.length + required.length;
  }
  return { measured: `${guarded.length} operations, ${calls} requests, ${found.length} leaks`, faults: found };
}

/** The path with what is there, and with what never existed. */
function requests({ victim }: Attack, operation: PlacedOperation): string[] {
  const { inPath } = operation;
  const nothing = Object.fromEntries(inPath.map(({ name, kind }) => [name, neverExisting(kind)]));
  const real = valuesOf(resourcesFor(victim, inPath)[0]!, inPath);
  return [filledPath(operation, real), filledPath(operation, nothing)];
}

/** Without a body, so that a request that is let through is refused for that before it changes anything. */
function call({ baseUrl }: Attack, { method }: PlacedOperation, path: string, key: string) {
  return exchange(baseUrl, withKey({ method, path, headers: {} }, key));
}
