import { QueryFailedError } from 'typeorm';

/** Whether the database refused a statement for breaking this constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof QueryFailedError && (error.driverError as { constraint?: string }).constraint === constraint;
}
