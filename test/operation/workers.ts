import { startApp, type App } from '../support/apps.ts';

/** Enrichers of a stack. What they fetch tells which of them it was, by the user agent. */
export class Workers {
  private readonly started = new Map<number, App>();
  private count = 0;
  private readonly replacements: Promise<void>[] = [];
  private readonly killed = new Set<App>();

  /** @param env the settings of their stack */
  constructor(private readonly env: Record<string, string>) {}

  async add(count = 1): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.addOne()));
  }

  /** Those that have not been killed. */
  get alive(): App[] {
    return [...this.started.values()].filter((worker) => !this.killed.has(worker));
  }

  /** The one that sent a request with this header `User-Agent`. */
  named(userAgent = ''): App {
    return this.started.get(Number(userAgent.split('/')[1]))!;
  }

  /** Kills one as an out-of-memory killer would, and has another take its place as a supervisor would. */
  readonly kill = (worker: App): void => {
    this.killed.add(worker);
    process.kill(worker.pid, 'SIGKILL');
    this.replacements.push(this.addOne());
  };

  /** Waits for replacements that are still starting, and stops all. */
  async stop(): Promise<void> {
    await Promise.all(this.replacements);
    await Promise.all([...this.started.values()].map((worker) => worker.stop()));
  }

  private async addOne(): Promise<void> {
    const at = this.count++;
    this.started.set(at, await startApp('enricher', { ...this.env, OUTBOUND_USER_AGENT: `worker/${at}` }));
  }
}
