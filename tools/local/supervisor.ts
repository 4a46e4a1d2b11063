import { setTimeout as delay } from 'node:timers/promises';
import { AppProcess, type AppOptions } from './app-process.ts';
import type { Cluster } from './embedded-postgres.ts';
import { RestartBudget } from './restart-budget.ts';
import { StartError } from './start-error.ts';

/** What the supervisor keeps alive. */
export interface StackParts {
  /** Starts the database; undefined if it is somebody else's. */
  startCluster: (() => Promise<Cluster>) | undefined;
  /** The apps for a database that is up, in the order they are started. */
  apps(cluster: Cluster | undefined): AppOptions[];
  say(line: string): void;
  /** Called once, when something keeps failing. */
  giveUp(): void;
}

/** Runs the database and the apps as one: what dies is started again, and if that does not help, all of it ends. */
export class Supervisor {
  private cluster: Cluster | undefined;
  private clusterDead = false;
  private apps: AppProcess[] = [];
  private readonly budget = new RestartBudget();
  private readonly stopping = new AbortController();
  private started = false;
  private healing: Promise<void> | undefined;

  constructor(private readonly parts: StackParts) {}

  /** Starts the database, if it is ours to start. */
  async startDatabase(): Promise<Cluster | undefined> {
    const cluster = await this.parts.startCluster?.();
    this.cluster = cluster;
    this.clusterDead = false;
    void cluster?.exited.then((reason) => {
      if (this.isStopping() || this.cluster !== cluster) return;
      this.clusterDead = true;
      this.parts.say(`The database has stopped unexpectedly (${reason}).`);
      this.heal();
    });
    return cluster;
  }

  /**
   * Starts the apps and waits until all are ready.
   * @throws StartError if one is not
   */
  async startApps(): Promise<void> {
    if (this.isStopping()) return;
    this.apps = this.parts.apps(this.cluster).map((app) => new AppProcess(app, (dead, why) => this.mourn(dead, why)));
    for (const app of this.apps) app.start();
    await this.ready();
    this.started = true;
  }

  /** Stops the apps, then the database; waits for each. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.stopApps();
    await this.healing;
    await this.stopApps(); // those that were just being started again
    await this.cluster?.stop();
  }

  /** Ends the apps at once. The database still gets to write everything out. */
  kill(): void {
    for (const app of this.apps) app.kill();
    if (this.cluster !== undefined && !this.clusterDead) process.kill(this.cluster.pid, 'SIGQUIT');
  }

  private async stopApps(): Promise<void> {
    await Promise.all(this.apps.map((app) => app.stop()));
  }

  private async ready(): Promise<void> {
    const apps = Promise.all(this.apps.map((app) => app.ready()));
    const died = this.cluster?.exited.then((reason) => {
      throw new StartError(`The database has stopped (${reason}).`);
    });
    await (died === undefined ? apps : Promise.race([apps, died]));
  }

  private mourn(app: AppProcess, reason: string): void {
    if (this.isStopping() || !this.started || this.clusterDead) return;
    this.parts.say(`The ${app.options.name} has stopped unexpectedly (${reason}):\n${app.lastWords().join('\n')}`);
    this.heal();
  }

  private heal(): void {
    if (!this.started) return; // whoever starts it sees it fail
    this.healing ??= this.restartUntilWell().finally(() => {
      this.healing = undefined;
      if (!this.isStopping() && this.isBroken()) this.heal();
    });
  }

  /** Asked anew each time: it changes while something is awaited. */
  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private isBroken(): boolean {
    return this.clusterDead || this.apps.some((app) => !app.isRunning);
  }

  private async restartUntilWell(): Promise<void> {
    while (!this.isStopping() && this.isBroken()) {
      const pause = this.budget.spend();
      if (pause === undefined) {
        this.abandon('It keeps failing: stopping everything.');
        return;
      }
      await delay(pause);
      if (this.isStopping()) return;
      try {
        await this.restart();
        if (!this.isStopping()) this.parts.say('Running again.');
      } catch (error) {
        if (this.isStopping()) return;
        this.parts.say(error instanceof Error ? error.message : String(error));
        if (this.isBroken()) continue;
        this.abandon('It does not become ready: stopping everything.');
        return;
      }
    }
  }

  private async restart(): Promise<void> {
    if (!this.clusterDead) {
      for (const app of this.apps) if (!app.isRunning) app.start();
      return this.ready();
    }
    await this.stopApps(); // they would only report what is known already, and its address may change
    await this.cluster?.stop();
    await this.startDatabase();
    await this.startApps();
  }

  private abandon(line: string): void {
    this.parts.say(line);
    this.parts.giveUp();
  }
}
