import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { batched } from './log-output.ts';

/** Injection token of the process's pino logger. */
export const LOGGER = Symbol('logger');

/** Fields that every log line written during a request or a job carries. */
export const logContext = new AsyncLocalStorage<Readonly<Record<string, string>>>();

interface DatabaseFault {
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
}

/**
 * What is safe to log of an error. The message of a database fault quotes the row it stumbled over, hence personal
 * data, so only its code, constraint, table and stack frames are kept.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const fault = ((error as { driverError?: unknown }).driverError ?? error) as DatabaseFault;
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  if (typeof fault.code === 'string' && /^[0-9A-Z]{5}$/.test(fault.code)) {
    return { type: error.name, code: fault.code, constraint: fault.constraint, table: fault.table, stack: frames };
  }
  return { type: error.name, message: error.message, stack: frames };
}

/**
 * The process's logger: JSON lines on standard output. Through Node's own stream: pino's would try for ever, while the
 * process ends, to write to a pipe that nobody reads any more.
 */
export function createLogger(app: string, level: string): Logger {
  if (process.stdout.listenerCount('error', ignore) === 0) process.stdout.on('error', ignore);
  const options = {
    level,
    base: { app, pid: process.pid },
    timestamp: isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => logContext.getStore() ?? NOTHING,
    mixinMergeStrategy: (fields: object, context: object) => (context === NOTHING ? fields : { ...context, ...fields }),
    serializers: { err: describeError },
  };
  return pino(options, batched(process.stdout));
}

const NOTHING = {};

let [latest, latestText] = [0, ''];

/** What pino's function of this name gives, but made once a millisecond: under load, several lines share it. */
function isoTime(): string {
  const now = Date.now();
  if (now !== latest) [latest, latestText] = [now, `,"time":"${new Date(now).toISOString()}"`];
  return latestText;
}

/** A log that cannot be written any more is no reason to stop working. */
const ignore = (): void => undefined;

/** Lets Nest and its modules log through pino. Nest's start-up chatter goes to `debug`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    this.write('debug', message, context);
  }
  warn(message: unknown, ...context: unknown[]): void {
    this.write('warn', message, context);
  }
  error(message: unknown, ...context: unknown[]): void {
    this.write('error', message, context);
  }
  fatal(message: unknown, ...context: unknown[]): void {
    this.write('fatal', message, context);
  }
  debug(message: unknown, ...context: unknown[]): void {
    this.write('debug', message, context);
  }

  private write(level: 'debug' | 'warn' | 'error' | 'fatal', message: unknown, context: unknown[]): void {
    const error = [message, ...context].find((item) => item instanceof Error);
    const fields = { context: context.at(-1), ...(error ? { err: error } : {}) };
    this.logger[level](fields, message instanceof Error ? message.name : String(message));
  }
}
