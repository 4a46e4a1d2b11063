import { isIP } from 'node:net';
import { z } from 'zod';

/** One or more settings are missing or wrong. The message has a line for each, naming the variable, never its value. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

/** Where the operator sends a host's connections instead of asking DNS, as with curl's `--connect-to`. */
export interface ConnectTarget {
  readonly address: string;
  readonly port: number;
}

const number = (min: number, max: number) => {
  const expected = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, expected)
    .transform(Number)
    .refine((value) => value >= min && value <= max, expected);
};

const wholeNumber = (min: number, max: number, fallback: number) => number(min, max).default(fallback);

const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );

/** An origin exactly as browsers send it. */
const isOrigin = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value;

function isCidr(value: string): boolean {
  const [address = '', bits = '', ...rest] = value.split('/');
  const width = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return rest.length === 0 && /^\d+$/.test(bits) && Number(bits) <= width;
}

const list = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** An address with an optional port, as node:dns takes name servers. */
function isServer(value: string): boolean {
  const {
    address = '',
    bracketed,
    port = '53',
  } = /^(?:\[(?<bracketed>[^\]]+)\]|(?<address>[^:]+|[^:]*(?::[^:]*){2,}))(?::(?<port>\d{1,5}))?$/.exec(value)
    ?.groups ?? {};
  return isIP(bracketed ?? address) !== 0 && Number(port) <= 65_535;
}

const CONNECT_TARGET = /^(?<host>[^=\s]+)=(?<address>\[[0-9a-f:.]+\]|[\d.]+):(?<port>\d{1,5})$/i;

function parseConnectTo(value: string, context: z.RefinementCtx): ReadonlyMap<string, ConnectTarget> {
  const targets = new Map<string, ConnectTarget>();
  for (const item of list(value)) {
    const { host, address = '', port } = CONNECT_TARGET.exec(item)?.groups ?? {};
    const literal = address.replace(/^\[|\]$/g, '');
    if (host === undefined || isIP(literal) === 0 || Number(port) > 65_535) {
      context.addIssue({ code: 'custom', message: 'must be a list of host=address:port, with a literal IP address' });
      return z.NEVER;
    }
    targets.set(host.toLowerCase(), { address: literal, port: Number(port) });
  }
  return targets;
}

const ALLOWANCE = /^(?<provider>[a-z][a-z0-9_]{0,59})=(?<limit>\d{1,15})$/;

function parseAllowances(value: string, context: z.RefinementCtx): ReadonlyMap<string, number> {
  const allowances = new Map<string, number>();
  for (const item of list(value)) {
    const { provider, limit } = ALLOWANCE.exec(item)?.groups ?? {};
    if (provider === undefined) {
      context.addIssue({ code: 'custom', message: 'must be a list of provider=whole number' });
      return z.NEVER;
    }
    allowances.set(provider, Number(limit));
  }
  return allowances;
}

/** Windows are counted in 32 bits. */
const MAX_RATE = 1_000_000_000;
const MAX_MICRO_USD = 1_000_000_000_000;

/** What must be set along with LLM_PROVIDER. */
const LLM_NEEDS = {
  openai_compatible: ['LLM_MODEL', 'LLM_BASE_URL'],
  openai: ['LLM_MODEL', 'LLM_API_KEY'],
  anthropic: ['LLM_MODEL', 'LLM_API_KEY'],
} as const;

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 3000),
  ENRICHER_PORT: wholeNumber(0, 65_535, 3001),
  OPERATIONS_HOST: z.string().min(1).default('127.0.0.1'),
  OPERATIONS_PORT: number(0, 65_535).optional(),
  ENRICHER_OPERATIONS_PORT: number(0, 65_535).optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:']),
  DATABASE_POOL_SIZE: wholeNumber(1, 500, 10),
  DATABASE_TIMEOUT_MS: wholeNumber(100, 600_000, 10_000),
  QUEUE_URL: url(['redis:', 'rediss:']).optional(),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be 1 to 40 lower-case letters, digits or _, and start with a letter')
    .default('contacts'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(list)
    .refine(
      (proxies) => proxies.every((proxy) => isIP(proxy) !== 0 || isCidr(proxy)),
      'must be a list of addresses and networks such as 10.0.0.7,192.168.0.0/16',
    ),
  API_KEY_SECRET: z.string().min(32, 'must be at least 32 characters; `openssl rand -hex 32` makes one'),
  IDEMPOTENCY_SWEEP_MS: wholeNumber(100, 86_400_000, 600_000),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform(list)
    .refine((origins) => origins.every(isOrigin), 'must be a list of origins such as https://app.example.com'),
  MAX_CONNECTIONS: wholeNumber(1, 1_000_000, 2000),
  REQUEST_TIMEOUT_MS: wholeNumber(100, 600_000, 30_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:']).optional(),
  RATE_LIMIT_PER_KEY: wholeNumber(0, MAX_RATE, 3000),
  RATE_LIMIT_PER_ORGANIZATION: wholeNumber(0, MAX_RATE, 12_000),
  RATE_LIMIT_REFUSED_KEYS: wholeNumber(0, MAX_RATE, 300),
  EMAIL_BAR_SECRET: z.string().min(32, 'must be at least 32 characters; `openssl rand -hex 32` makes one').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SHUTDOWN_GRACE_MS: wholeNumber(0, 600_000, 10_000),
  ENRICHER_CONCURRENCY: wholeNumber(1, 1000, 10),
  ENRICHMENT_ATTEMPTS: wholeNumber(1, 20, 3),
  ENRICHMENT_SOURCE_TIMEOUT_MS: wholeNumber(100, 600_000, 60_000),
  ENRICHMENT_SWEEP_MS: wholeNumber(100, 600_000, 5000),
  ENRICHMENT_SOURCES: z.string().default('').transform(list),
  PROVIDER_TIMEOUT_MS: wholeNumber(100, 60_000, 5000),
  GRAVATAR_BASE_URL: url(['http:', 'https:']).default('https://api.gravatar.com/v3'),
  GRAVATAR_API_KEY: z.string().optional(),
  GITHUB_BASE_URL: url(['http:', 'https:']).default('https://api.github.com'),
  GITHUB_TOKEN: z.string().optional(),
  WIKIDATA_SPARQL_URL: url(['http:', 'https:']).default('https://query.wikidata.org/sparql'),
  PEOPLE_DATA_LABS_BASE_URL: url(['http:', 'https:']).default('https://api.peopledatalabs.com/v5'),
  PEOPLE_DATA_LABS_API_KEY: z.string().optional(),
  HUNTER_BASE_URL: url(['http:', 'https:']).default('https://api.hunter.io/v2'),
  HUNTER_API_KEY: z.string().optional(),
  APOLLO_BASE_URL: url(['http:', 'https:']).default('https://api.apollo.io/api/v1'),
  APOLLO_API_KEY: z.string().optional(),
  NOMINATIM_BASE_URL: url(['http:', 'https:']).default('https://nominatim.openstreetmap.org'),
  PHOTON_BASE_URL: url(['http:', 'https:']).default('https://photon.komoot.io'),
  CREDIT_PRICES: z.string().default('').transform(parseAllowances),
  DNS_SERVERS: z
    .string()
    .default('')
    .transform(list)
    .refine((servers) => servers.every(isServer), 'must be a list of addresses such as 192.0.2.53,[2001:db8::53]:5353'),
  OUTBOUND_ALLOWED_NETWORKS: z
    .string()
    .default('')
    .transform(list)
    .refine((networks) => networks.every(isCidr), 'must be a list of networks such as 10.0.0.0/8,fd00::/8'),
  OUTBOUND_CONNECT_TO: z.string().default('').transform(parseConnectTo),
  OUTBOUND_USER_AGENT: z.string().min(1).max(200).default('contacts-enricher/0.1'),
  OUTBOUND_TIMEOUT_MS: wholeNumber(100, 600_000, 10_000),
  OUTBOUND_MAX_BYTES: wholeNumber(1024, 100_000_000, 2_000_000),
  LLM_PROVIDER: z.enum(['openai_compatible', 'openai', 'anthropic']).optional(),
  LLM_BASE_URL: url(['http:', 'https:']).optional(),
  LLM_API_KEY: z.string().optional(),
  LLM_MODEL: z.string().max(200).optional(),
  LLM_TIMEOUT_MS: wholeNumber(100, 600_000, 60_000),
  LLM_PRICE_IN: wholeNumber(0, MAX_MICRO_USD, 0),
  LLM_PRICE_OUT: wholeNumber(0, MAX_MICRO_USD, 0),
  SPENDING_PER_JOB: number(0, MAX_MICRO_USD).optional(),
  SPENDING_PER_MONTH: number(0, MAX_MICRO_USD).optional(),
  SPENDING_BY_PROVIDER: z.string().default('').transform(parseAllowances),
  SPENDING_CREDITS_BY_PROVIDER: z.string().default('').transform(parseAllowances),
});

/** All settings of api and enricher, by the name of their environment variable; `.env.example` explains each. */
export type Config = Readonly<z.output<typeof schema>>;

/** Injection token of {@link Config}. */
export const CONFIG = Symbol('config');

function complaint(issue: z.core.$ZodIssue, env: NodeJS.ProcessEnv): string {
  const name = String(issue.path[0]);
  if (env[name] === undefined || env[name] === '') return `${name} is required but not set (see .env.example)`;
  const known = issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
  return `${name} ${known}`;
}

/**
 * Reads, checks and freezes the settings. An empty variable counts as not set, as in a `.env` with blanks.
 * @throws ConfigError naming each variable that is missing or wrong
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const result = schema.safeParse(set);
  const needed = result.data?.LLM_PROVIDER === undefined ? [] : LLM_NEEDS[result.data.LLM_PROVIDER];
  const missing = needed.filter((name) => set[name] === undefined);
  if (missing.length > 0) throw new ConfigError(missing.map((name) => `${name} is required with this LLM_PROVIDER`));
  if (!result.success) throw new ConfigError(result.error.issues.map((issue) => complaint(issue, set)));
  return Object.freeze(result.data);
}
