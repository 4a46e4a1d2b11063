import { ensureDatabase } from './database.ts';
import { useCluster } from './embedded-postgres.ts';
import { DATABASE_NAME, loadSettings } from './settings.ts';

/** The database of this installation, for a command that runs beside the service or without it. */
export interface Installation {
  readonly url: string;
  readonly apiKeySecret: string;
  /** To be called at the end. */
  readonly close: () => Promise<void>;
}

/**
 * The configured database, or the embedded one: the running one, or one that is started for the moment.
 * @throws StartError if it cannot start
 */
export async function openDatabase(): Promise<Installation> {
  const { databaseUrl, clusterDir, apiKeySecret } = loadSettings();
  if (databaseUrl !== undefined) return { url: databaseUrl, apiKeySecret, close: () => Promise.resolve() };
  const cluster = await useCluster({ dir: clusterDir, say: (line) => void process.stderr.write(`${line}\n`) });
  await ensureDatabase(cluster.url('postgres'), DATABASE_NAME);
  return { url: cluster.url(DATABASE_NAME), apiKeySecret, close: () => cluster.close() };
}
