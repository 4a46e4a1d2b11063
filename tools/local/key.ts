import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { grantAccess, KEY_DAYS, type AccessRequest } from '#accounts';
import { DomainError, migrate, ROLES, SCOPES, type Role, type Scope } from '#platform';
import { isEmail } from 'class-validator';
import { openDatabase } from './installation.ts';
import { StartError } from './start-error.ts';

const USAGE = `Usage: npm run -s key -- --org "Acme Inc" --user jane@acme.com [options]

  --org     the organization, created if there is none of this name
  --user    the user's email; the user is created if the organization has none
  --role    ${ROLES.join(' or ')}, for a new user; an organization's first user is an admin, others are members
  --scopes  what the key may do, of ${SCOPES.join(',')}; all that the role allows by default
  --days    until the key expires, from ${KEY_DAYS.min} to ${KEY_DAYS.max}; ${KEY_DAYS.default} by default`;

/** The command line is not as {@link USAGE} says. */
class UsageError extends Error {}

function parseRequest(args: string[]): AccessRequest {
  const { org = '', user = '', role, scopes, days } = parseValues(args);
  const organization = org.trim();
  if (organization === '' || [...organization].length > 200) throw new UsageError('--org needs a name');
  if (!isEmail(user.trim())) throw new UsageError('--user needs an email address');
  return {
    ...{ organization, email: user.trim(), keyName: 'Command line' },
    ...{ role: parseRole(role), scopes: parseScopes(scopes), days: parseDays(days) },
  };
}

function parseRole(role: string | undefined): Role | undefined {
  if (role === undefined || ROLES.includes(role as Role)) return role as Role | undefined;
  throw new UsageError(`--role is ${ROLES.join(' or ')}`);
}

function parseScopes(scopes: string | undefined): Scope[] | undefined {
  const wanted = scopes?.split(',').map((scope) => scope.trim());
  const unknown = wanted?.find((scope) => !SCOPES.includes(scope as Scope));
  if (unknown !== undefined) throw new UsageError(`--scopes: there is no scope "${unknown}"`);
  return wanted as Scope[] | undefined;
}

function parseDays(days = String(KEY_DAYS.default)): number {
  const { min, max } = KEY_DAYS;
  const number = /^\d+$/.test(days) ? Number(days) : NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(`--days is a whole number from ${String(min)} to ${String(max)}`);
}

function parseValues(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args, options: { org: text, user: text, role: text, scopes: text, days: text } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function main(): Promise<void> {
  const request = parseRequest(process.argv.slice(2));
  const { url, apiKeySecret, close } = await openDatabase();
  try {
    await migrate(url);
    const { key } = await grantAccess({ databaseUrl: url, apiKeySecret }, request);
    process.stdout.write(`${key}\n`);
  } finally {
    await close();
  }
}

try {
  await main();
} catch (error) {
  const explained = error instanceof UsageError || error instanceof StartError || error instanceof DomainError;
  const message = explained ? error.message : `cannot issue a key: ${(error as Error).message}`;
  process.stderr.write(`key: ${message}\n${error instanceof UsageError ? `\n${USAGE}\n` : ''}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
