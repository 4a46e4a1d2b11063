import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from './config.ts';
import { hotQuery, poolOf } from './hot-query.ts';
import { lastAnswerAt } from './pool-client.ts';

/** How long the database may take for a connection and an answer. */
const LIMIT_MS = 1500;
/** A sign of life that is no older is one for whoever asks. */
const FRESH_MS = 1000;

/** Tells a database that is away from one that is slow. */
@Injectable()
export class DatabaseProbe {
  private asking: Promise<void> | undefined;
  private silentAt = -Infinity;
  private answeredAt = -Infinity;
  private askingPool: Promise<unknown> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * The moment of the database's last sign of life, which was within the last second or comes within 1.5 s. It may come
   * on a connection of the probe's own, as those of the pool may be what hangs, or on any of the pool, as a pooler may
   * have no place for new ones. A refusal is one, too. Those who ask at the same time share the answer.
   * @returns undefined if there is none
   * @param since a moment of `performance.now()`: whoever waits from then on, and the database was silent meanwhile, waits
   *   for a connection that may be dead although others are not
   */
  async signOfLife(since: number): Promise<number | undefined> {
    if (performance.now() - this.lastSign() > FRESH_MS) {
      this.asking ??= this.ask().finally(() => {
        this.asking = undefined;
      });
      await this.asking;
    }
    return this.silentAt < since ? this.lastSign() : undefined;
  }

  private lastSign(): number {
    return Math.max(this.answeredAt, lastAnswerAt());
  }

  private async ask(): Promise<void> {
    const asked = performance.now();
    const pool = this.askPool();
    const limit = delay(LIMIT_MS, undefined, { ref: false });
    if (await this.askAnew()) {
      this.answeredAt = performance.now();
      return;
    }
    await Promise.race([pool, limit]);
    if (this.lastSign() < asked) this.silentAt = performance.now();
  }

  /** Has the pool say something on a connection that has nothing to do; what it answers is noted by its client. */
  private async askPool(): Promise<void> {
    if (!this.askingPool && poolOf(this.dataSource).idleCount === 0) return;
    this.askingPool ??= hotQuery(this.dataSource, 'SELECT 1', [])
      .catch(() => undefined)
      .finally(() => {
        this.askingPool = undefined;
      });
    await this.askingPool;
  }

  private async askAnew(): Promise<boolean> {
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
