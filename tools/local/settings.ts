import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keepOwner } from './log-file.ts';
import { errorCode, StartError } from './start-error.ts';

/** What has to be known before anything of the local stack can start. */
export interface LocalSettings {
  /** Absolute path of the folder that holds everything local. */
  dataDir: string;
  /** The embedded cluster's folder. */
  clusterDir: string;
  /** Set if the user has a database of his own: no embedded one is started then. */
  databaseUrl: string | undefined;
  apiKeySecret: string;
}

/** The name of the embedded database. */
export const DATABASE_NAME = 'contacts';

/**
 * Reads `.env` into the environment (what is set already wins) and the secret of this installation, which is made at
 * the first start and kept in DATA_DIR.
 * @throws StartError if DATA_DIR cannot be used
 */
export function loadSettings(): LocalSettings {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const dataDir = resolve(setting('DATA_DIR') ?? '.data');
  const apiKeySecret = setting('API_KEY_SECRET') ?? ownSecret(dataDir);
  return { dataDir, clusterDir: join(dataDir, 'postgres'), databaseUrl: setting('DATABASE_URL'), apiKeySecret };
}

/** An environment variable; an empty one counts as not set. */
export function setting(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

function ownSecret(dataDir: string): string {
  const file = join(dataDir, 'secrets.json');
  try {
    mkdirSync(dataDir, { recursive: true });
    keepOwner(dataDir);
    if (!existsSync(file)) create(file);
    const { apiKeySecret } = JSON.parse(readFileSync(file, 'utf8')) as { apiKeySecret?: string };
    if (apiKeySecret === undefined) throw new StartError(`${file} holds no apiKeySecret.`);
    return apiKeySecret;
  } catch (error) {
    if (error instanceof SyntaxError) throw new StartError(`${file} is not valid JSON.`);
    if (errorCode(error) === undefined) throw error;
    throw new StartError(`Cannot use ${file} (${errorCode(error)}). Start as its owner, or choose another DATA_DIR.`);
  }
}

/** Only if it is not there: when two processes start at once, both use the first one's. */
function create(file: string): void {
  const secrets = { apiKeySecret: randomBytes(32).toString('hex') };
  try {
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    keepOwner(file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
