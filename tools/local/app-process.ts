import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { keepOwner, lastErrors, openLog, readLog, sizeOf } from './log-file.ts';
import { StartError } from './start-error.ts';

export interface AppOptions {
  name: string;
  /** The script that Node runs. */
  script: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Answers 200 once the app can do its work. */
  readyUrl: string;
}

const READY_TIMEOUT_MS = 60_000;
/** Longer than the apps take for a graceful stop. */
const STOP_TIMEOUT_MS = 15_000;

/** One of the product's apps, as a child process that can be started again. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<string> = Promise.resolve('not started');
  private logStart = 0;

  constructor(
    readonly options: AppOptions,
    /** Told why the app has ended, if nobody asked it to. */
    private readonly onDeath: (app: AppProcess, reason: string) => void,
  ) {}

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  /**
   * In a session of its own, so that a terminal's Ctrl-C reaches the supervisor only; with a channel to it, whose end
   * tells the app that the supervisor has died. The log is the app's own: a dead supervisor leaves no broken pipe.
   */
  start(): void {
    const { script, env, logFile } = this.options;
    mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
    keepOwner(dirname(logFile));
    const log = openLog(logFile);
    this.logStart = sizeOf(logFile);
    const child = spawn(process.execPath, [script], { env, detached: true, stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    this.child = child;
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => {
        resolve(error.message);
      });
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    void this.exited.then((reason) => {
      if (this.child !== child) return;
      this.child = undefined;
      this.onDeath(this, reason);
    });
  }

  /**
   * Waits until the app says that it is ready.
   * @throws StartError if it dies before, or takes too long
   */
  async ready(): Promise<void> {
    const until = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < until) {
      if (this.child === undefined) {
        throw new StartError([`The ${this.options.name} ended before it was ready:`, ...this.lastWords()].join('\n'));
      }
      if (await answers(this.options.readyUrl)) return;
      await delay(50);
    }
    const line = `The ${this.options.name} was not ready after ${READY_TIMEOUT_MS / 1000} s:`;
    throw new StartError([line, ...this.lastWords()].join('\n'));
  }

  /** Asks it to finish, and ends it by force if it takes too long. */
  async stop(): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    this.child = undefined;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.exited;
    clearTimeout(late);
  }

  /** Ends it at once. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** What its log says about its end, indented. */
  lastWords(): string[] {
    const { logFile } = this.options;
    const lines = lastErrors(readLog(logFile, this.logStart));
    return [...lines, `(log: ${logFile})`].flatMap((line) => line.split('\n')).map((line) => `    ${line}`);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
