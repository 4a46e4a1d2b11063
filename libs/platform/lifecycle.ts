import type { Logger } from 'pino';
import { ConfigError, loadConfig, type Config } from './config.ts';

/** Reads the settings; a bad one ends the process with a line for each on standard error. */
export function readConfigOrExit(app: string): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.message.split('\n')) process.stderr.write(`${app}: ${line}\n`);
    process.exit(1);
  }
}

/** How long past its own time limits a stop may take before the process is ended all the same. */
const OVERTIME_MS = 5000;

/**
 * Stops the process cleanly on SIGTERM, SIGINT, or when the parent that spawned it with an IPC channel is gone. A
 * second signal ends it at once.
 * @param stop finishes what runs and closes everything; it has `graceMs` and a few seconds
 */
export function stopOnSignal(logger: Logger, graceMs: number, stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (reason: string): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => {
      logger.error('not stopped in time');
      process.exit(1);
    }, graceMs + OVERTIME_MS).unref();
    stop().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, begin);
  const orphaned = (): void => {
    if (!stopping) begin('parent process ended');
  };
  process.on('disconnect', orphaned);
  // It may have ended while this process was still starting: that is not told again.
  if (process.send && !process.connected) orphaned();
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'the port is in use; choose another with PORT (api) or ENRICHER_PORT (enricher), or OPERATIONS_PORT and ENRICHER_OPERATIONS_PORT',
  EACCES: 'the port may not be opened by this user; choose one above 1023',
  ECONNREFUSED: 'the database does not accept connections; check DATABASE_URL',
  ENOTFOUND: "the database's host name is not known; check DATABASE_URL",
  '28P01': 'the database refuses the password; check DATABASE_URL',
  '3D000': 'the database does not exist; check DATABASE_URL',
};

/** Runs an app's start; a failure ends the process with one line that says what to do. */
export async function startOrExit(app: string, logger: Logger, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const fault = error as { code?: string; message?: string };
    logger.debug({ err: error }, 'start failed');
    process.stderr.write(`${app}: cannot start: ${ADVICE[fault.code ?? ''] ?? fault.message ?? 'unknown fault'}\n`);
    process.exit(1);
  }
}
