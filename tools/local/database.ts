import pg from 'pg';
import { errorCode, StartError } from './start-error.ts';

/** Creates a database unless the server has it; `serverUrl` is one that it certainly has. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/**
 * Connects once.
 * @throws StartError that says why that fails, without the password
 */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const { host, pathname } = new URL(url);
    const reason = (error instanceof Error && error.message) || errorCode(error);
    throw new StartError(`Cannot use the database of DATABASE_URL, ${host}${pathname} (${reason}).`);
  }
}
