import { QueryFailedError } from 'typeorm';

/** SQLSTATE classes and codes that say the database is away, not that the statement is wrong (PostgreSQL, appendix A). */
const UNAVAILABLE_STATES = /^(08|57P0[1-5]|53300|57014|25P0[34])/;
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** `pg` reports these without a code. */
const UNAVAILABLE_MESSAGES =
  /^(Query read timeout|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error means that the database could not be reached or did not answer in time, so that trying later helps. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, message } = ((error as { driverError?: unknown }).driverError ?? error) as {
    code?: string;
    message?: string;
  };
  if (code !== undefined && (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code))) return true;
  return UNAVAILABLE_MESSAGES.test(message ?? '');
}

/** The connection was ended by the server or on the way to it (PostgreSQL, appendix A; Node's names of socket faults). */
const LOST_CONNECTION = /^(57P0[1-3]|08006|ECONNRESET|EPIPE)$/;

/** Whether a statement failed because its connection was lost; it may or may not have had its effect. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code = '', message } = error.driverError as Error & { code?: string };
  return LOST_CONNECTION.test(code) || message.startsWith('Connection terminated');
}
