import { Socket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config } from './config.ts';

/** How long the database may take for a connection and an answer. */
const LIMIT_MS = 1500;

/** Tells a database that is away from one that is slow. */
@Injectable()
export class DatabaseProbe {
  private asking: Promise<boolean> | undefined;
  private silentAt = -Infinity;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * Whether the database gives a sign of life within 1.5 s, on a connection of its own: those of the pool may be what
   * hangs. A refusal is one, too. Those who ask at the same time share the answer.
   * @param since a moment of `performance.now()`: whoever waits from then on, and the database was silent meanwhile, waits
   *   for a connection that may be dead although others are not
   */
  async answers(since: number): Promise<boolean> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    if (!(await this.asking)) this.silentAt = performance.now();
    return this.silentAt < since;
  }

  private async ask(): Promise<boolean> {
    // A socket that can be destroyed whatever state the connection is in.
    const socket = new Socket();
    const client = new pg.Client({
      ...{ connectionString: this.config.DATABASE_URL, application_name: 'probe', stream: () => socket },
    });
    client.on('error', () => undefined);
    const limit = setTimeout(() => socket.destroy(), LIMIT_MS);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch (error) {
      return error instanceof pg.DatabaseError;
    } finally {
      clearTimeout(limit);
      client.end().catch(() => undefined);
      socket.destroySoon();
    }
  }
}
