import type { Socket } from 'node:net';
import pg from 'pg';

/** What `pg` says where `query_timeout` has passed. */
const TIMED_OUT = 'Query read timeout';

let answered = -Infinity;

/** The moment, of `performance.now()`, at which the database last answered on a connection of the pool; refusals count. */
export const lastAnswerAt = (): number => answered;

/**
 * A connection that ends with the first statement that gets no answer in time. `pg` keeps it, with every later statement
 * waiting in line behind the one that nobody answers: a rollback, and those of whoever gets it next from the pool.
 */
export class PoolClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...parameters: unknown[]) => unknown;
    this.query = ((...parameters: unknown[]) => {
      const result = query(...parameters);
      if (result instanceof Promise) {
        result.then(noteAnswer, (error: unknown) => {
          if (error instanceof pg.DatabaseError) noteAnswer();
          else this.endIfSilent(error);
        });
      }
      return result;
    }) as typeof this.query;
  }

  private endIfSilent(error: unknown): void {
    if (!(error instanceof Error) || error.message !== TIMED_OUT) return;
    // `end()` would wait for the server to take leave.
    const { connection } = this as unknown as { readonly connection: { readonly stream: Socket } };
    connection.stream.destroy();
  }
}

function noteAnswer(): void {
  answered = performance.now();
}
