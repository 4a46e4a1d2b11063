import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { grantAccess, type AccessRequest } from '#accounts';
import { Client } from './client.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { keepLog } from './kept-logs.ts';
import { answerCheck, type OpenApiDocument } from './openapi-check.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The secret of all stacks that do not set another. */
export const API_KEY_SECRET = 'test-secret-test-secret-test-secret-test-secret';
/** Those that ask nobody but the tests' own websites. */
const ENRICHMENT_SOURCES = 'email,phone,address,company_website';
/** Tests are in more of a hurry than users. */
const RATE_LIMITS = {
  RATE_LIMIT_PER_KEY: '1000000',
  RATE_LIMIT_PER_ORGANIZATION: '1000000',
  RATE_LIMIT_REFUSED_KEYS: '1000000',
};
const START_TIMEOUT_MS = 20_000;

/** One process of the product, as `npm run build` built it. */
export interface App {
  readonly url: string;
  readonly pid: number;
  /** Everything it has written so far. */
  output(): string;
  /** SIGTERM, and waits for the end. @returns the exit code, null if a signal ended it */
  stop(): Promise<number | null>;
  /** `kill -9`, and waits for the end. */
  kill(): Promise<void>;
}

/** Starts a process of the product and waits until it listens. Its port is free and of the system's choosing. */
export async function startApp(name: 'api' | 'enricher', env: Record<string, string>): Promise<App> {
  const child = spawnApp(name, env);
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const url = await listeningUrl(child, () => output);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return (await ended)[0];
  };
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
  };
}

/** Starts a process of the product without waiting for anything: for starts that are meant to fail. */
export function spawnApp(name: 'api' | 'enricher', env: Record<string, string>): ChildProcess {
  const ports = { PORT: '0', ENRICHER_PORT: '0' };
  const settings = { API_KEY_SECRET, ENRICHMENT_SOURCES, ...RATE_LIMITS, ...ports, LOG_LEVEL: 'info', ...env };
  const child = spawn(process.execPath, [`dist/apps/${name}/main.js`], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  keepLog(child, name, settings);
  return child;
}

async function listeningUrl(child: ChildProcess, output: () => string): Promise<string> {
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until;) {
    const url = /"url":"(?<url>http:[^"]+)","msg":"listening"/.exec(output())?.groups?.['url'];
    if (url !== undefined) return url;
    if (child.exitCode !== null || child.signalCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  child.kill('SIGKILL');
  throw new Error(`the app did not start:\n${output()}`);
}

/** What a test file works with: a database of its own, and the product on it. */
export interface Stack {
  readonly database: TestDatabase;
  readonly api: App;
  readonly enrichers: App[];
  /** The settings of its processes, for starting further ones. */
  readonly env: Record<string, string>;
  /** A client for `api` with a fresh key; by default an admin of the organization Acme Inc with all scopes. */
  client(access?: Partial<AccessRequest>, api?: App, apiKeySecret?: string): Promise<Client>;
  /** A client for `api` that sends this key. */
  clientWithKey(key: string | undefined, api?: App): Client;
  /** Stops everything and removes the database; fails if a connection was left open. */
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly enrichers?: number;
  /** Every answer must be as the OpenAPI document says, and no log line of the api may hold personal data or a key. */
  readonly strict?: boolean;
  readonly env?: Record<string, string>;
}

/** Starts the product on a database of its own; for `beforeAll`. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  return startStackOn(await createTestDatabase(), options);
}

/** Starts the product on a database that is there; stopping it drops that. */
export async function startStackOn(
  database: TestDatabase,
  { enrichers = 0, strict = false, env: extra = {} }: StackOptions = {},
): Promise<Stack> {
  // Nobody waits for the answer of a request when a strict stack stops, so its connections need no grace.
  const env = { DATABASE_URL: database.url, ...(strict && { SHUTDOWN_GRACE_MS: '0' }), ...extra };
  const [api, ...workers] = await Promise.all([
    startApp('api', env),
    ...Array.from({ length: enrichers }, () => startApp('enricher', env)),
  ]);
  const document = strict ? await (await fetch(`${api.url}/openapi.json`)).json() : undefined;
  const check = strict ? answerCheck(document as OpenApiDocument) : undefined;
  const clientWithKey = (key: string | undefined, to = api): Client => new Client(to.url, key, check);
  return {
    ...{ database, api, enrichers: workers, env, clientWithKey },
    client: async (access, to = api, apiKeySecret = API_KEY_SECRET) => {
      const defaults = { organization: 'Acme Inc', email: 'admin@acme.example', days: 90, keyName: 'test' };
      const installation = { databaseUrl: database.url, apiKeySecret };
      return clientWithKey((await grantAccess(installation, { ...defaults, ...access })).key, to);
    },
    stop: async () => {
      await Promise.all([api, ...workers].map((app) => app.stop()));
      await database.drop();
      if (strict) assertNothingPersonal(api.output());
    },
  };
}

/** Emails of tests are at `.example` domains, phone numbers are 555 numbers, and people are named Ada, Jane or John. */
const PERSONAL = /\w@\w|%40|\.example|introzy_[0-9a-f]|555-|\b(?:ada|jane|john|doe|smith)\b/i;

function assertNothingPersonal(log: string): void {
  const line = log
    .split('\n')
    .find((text) => PERSONAL.test(text.replace(/"(?:requestId|time)":"[^"]*"|"pid":\d+/g, '')));
  if (line !== undefined) throw new Error(`a log line holds personal data: ${line}`);
}
