import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig, migrate } from '#platform';
import { seedDemo } from '../demo/seed.ts';
import { serveDemoWebsites } from '../demo/websites.ts';
import { chooseAddresses, type Addresses } from './addresses.ts';
import type { AppOptions } from './app-process.ts';
import { checkDatabase, ensureDatabase } from './database.ts';
import { startCluster } from './embedded-postgres.ts';
import { boundLog } from './log-file.ts';
import { followLogs } from './log-follower.ts';
import { acquireLock, LockHeld } from './process-lock.ts';
import { DATABASE_NAME, loadSettings, setting, type LocalSettings } from './settings.ts';
import { StartError } from './start-error.ts';
import { Supervisor } from './supervisor.ts';

const APPS = ['api', 'enricher'] as const;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const logFile = (settings: LocalSettings, name: string) => join(settings.dataDir, 'logs', `${name}.log`);

process.stdout.on('error', () => undefined); // as when piped into `head`
try {
  await main();
} catch (error) {
  complain(error);
  process.exit(1);
}

async function main(): Promise<void> {
  const settings = loadSettings();
  const ownUrl = 'postgres://embedded/contacts'; // stands in for the real one, which is not known yet
  const known = { DATABASE_URL: settings.databaseUrl ?? ownUrl, API_KEY_SECRET: settings.apiKeySecret };
  const config = loadConfig({ ...process.env, ...known });
  process.once('exit', await lock(settings, `port ${config.PORT}`));
  const addresses = await chooseAddresses(config);
  const { connectTo } = await serveDemoWebsites();
  const supervisor = new Supervisor({
    startCluster: settings.databaseUrl ? undefined : () => startDatabase(settings),
    apps: (cluster) => {
      const url = settings.databaseUrl ?? cluster?.url(DATABASE_NAME) ?? ownUrl;
      return APPS.map((name) => appOptions(name, settings, addresses, url, connectTo));
    },
    say,
    giveUp: () => end(1),
  });
  const stopping = new AbortController();
  const work = bringUp(supervisor, settings, addresses, stopping.signal);
  const end = endOnSignal(supervisor, work, stopping);
  work.catch((error: unknown) => {
    if (stopping.signal.aborted) return;
    complain(error);
    end(1);
  });
}

async function lock(settings: LocalSettings, note: string): Promise<() => void> {
  mkdirSync(settings.dataDir, { recursive: true });
  try {
    return await acquireLock(join(settings.dataDir, 'stack.lock'), note);
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    const { pid, note: where } = error.holder;
    throw new StartError(
      `It is running already (process ${pid}, ${where}). Stop that one with Ctrl-C, or start a second one: ` +
        'DATA_DIR=.data-2 PORT=3010 npm start',
    );
  }
}

async function startDatabase({ clusterDir }: LocalSettings) {
  try {
    return await startCluster({ dir: clusterDir, say });
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    throw new StartError(
      `Process ${error.holder.pid} uses the database in ${clusterDir}. Try again when it has ended.`,
    );
  }
}

function appOptions(
  name: (typeof APPS)[number],
  settings: LocalSettings,
  addresses: Addresses,
  url: string,
  connectTo: string,
): AppOptions {
  return {
    name,
    script: fileURLToPath(new URL(`../../apps/${name}/main.js`, import.meta.url)),
    env: {
      ...process.env,
      DATA_DIR: settings.dataDir,
      DATABASE_URL: url,
      API_KEY_SECRET: settings.apiKeySecret,
      PORT: String(addresses.apiPort),
      ENRICHER_PORT: String(addresses.enricherPort),
      OUTBOUND_CONNECT_TO: [setting('OUTBOUND_CONNECT_TO'), connectTo].filter(Boolean).join(','),
    },
    logFile: logFile(settings, name),
    readyUrl: `${addresses[name]}/health/ready`,
  };
}

async function bringUp(
  supervisor: Supervisor,
  settings: LocalSettings,
  addresses: Addresses,
  stopping: AbortSignal,
): Promise<void> {
  const logs = Object.fromEntries(APPS.map((name) => [name, logFile(settings, name)]));
  if (process.argv.includes('--verbose') || setting('VERBOSE') === '1') followLogs(logs);
  setInterval(() => Object.values(logs).forEach(boundLog), 60_000).unref();
  say(settings.databaseUrl ? 'Preparing the database …' : 'Starting the database …');
  const cluster = await supervisor.startDatabase();
  stopping.throwIfAborted();
  if (cluster !== undefined) await ensureDatabase(cluster.url('postgres'), DATABASE_NAME);
  const databaseUrl = settings.databaseUrl ?? cluster?.url(DATABASE_NAME) ?? '';
  if (cluster === undefined) await checkDatabase(databaseUrl);
  const applied = await migrate(databaseUrl);
  stopping.throwIfAborted();
  say(`Starting api and enricher …${applied.length > 0 ? ` (migrations applied: ${applied.length})` : ''}`);
  await supervisor.startApps();
  stopping.throwIfAborted();
  const demo = await seedDemo({ databaseUrl, apiKeySecret: settings.apiKeySecret, baseUrl: addresses.api });
  stopping.throwIfAborted();
  announce(addresses.api, demo?.apiKey, settings);
}

function announce(base: string, apiKey: string | undefined, { dataDir }: LocalSettings): void {
  say(`
Ready.
  API         ${base}/api
  Swagger UI  ${base}/docs
  API key     ${apiKey ?? 'npm run -s key -- --org "Acme Inc" --user jane@acme.com'}
  Logs        ${relative('', join(dataDir, 'logs'))}

Try it:
  curl '${base}/api/contacts?limit=3' -H 'Authorization: Bearer ${apiKey ?? 'YOUR_KEY'}'

Ctrl-C stops everything and keeps the data in ${relative('', dataDir)}.
`);
}

/** @returns a function that stops everything and ends this process with the given exit code */
function endOnSignal(supervisor: Supervisor, work: Promise<void>, stopping: AbortController): (code: number) => void {
  let since: number | undefined;
  const end = async (code: number) => {
    since = Date.now();
    stopping.abort();
    say('Stopping …');
    await supervisor.stop();
    await work.catch(() => undefined);
    await supervisor.stop(); // what was being started in the meantime
    say('Stopped.');
    process.exit(code);
  };
  const endOnce = (code: number) => {
    if (since === undefined) void end(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // npm passes on the Ctrl-C that the terminal has sent us too: only a later one is meant as a second one.
      if (since !== undefined && Date.now() - since > 1000) {
        supervisor.kill();
        process.exit(1);
      }
      endOnce(0);
    });
  }
  return endOnce;
}

/** What the user can act on is said in a line; anything else is a fault of ours and shows where it is. */
function complain(error: unknown): void {
  const expected = error instanceof StartError || error instanceof ConfigError;
  process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
}
