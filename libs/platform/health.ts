import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

const CHECK_TIMEOUT_MS = 2000;

/** Something that a process needs. Without a required one it is not ready; without another it is degraded. */
export interface HealthCheck {
  readonly name: string;
  readonly required: boolean;
  run(): Promise<unknown>;
}

export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'not_ready';
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
}

/** Whether this process can do its work at the moment. */
@Injectable()
export class HealthService {
  private stopping = false;
  private readonly checks: HealthCheck[];

  constructor(dataSource: DataSource) {
    this.checks = [{ name: 'database', required: true, run: () => dataSource.query('SELECT 1') }];
  }

  add(check: HealthCheck): void {
    this.checks.push(check);
  }

  /** From here on not ready, so that no new work is sent while what runs is finished. */
  markStopping(): void {
    this.stopping = true;
  }

  /** Runs all checks; each has two seconds. */
  async readiness(): Promise<Readiness> {
    const results = await Promise.all(
      this.checks.map(async (check) => ({ ...check, up: await succeedsInTime(() => check.run()) })),
    );
    const lacking = results.filter((result) => !result.up);
    const unfit = this.stopping || lacking.some((result) => result.required);
    return {
      status: unfit ? 'not_ready' : lacking.length > 0 ? 'degraded' : 'ready',
      checks: Object.fromEntries(results.map(({ name, up }) => [name, up ? 'up' : 'down'])),
    };
  }
}

async function succeedsInTime(run: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, CHECK_TIMEOUT_MS);
  });
  const success = run().then(
    () => true,
    () => false,
  );
  const result = await Promise.race([success, timeout]);
  clearTimeout(timer);
  return result;
}
