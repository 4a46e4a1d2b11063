import { QueryFailedError } from 'typeorm';

/** Whether the database refused a statement for breaking this constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof QueryFailedError && (error.driverError as { constraint?: string }).constraint === constraint;
}

/**
 * Whether the database ended a transaction to resolve a deadlock (SQLSTATE 40P01). It has had no effect, and the one
 * that it met goes on: once more will do.
 */
export function isDeadlock(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '40P01';
}
