import type { ChildProcess } from 'node:child_process';
import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { SECRETS_FILE, secretsIn } from './log-secrets.mjs';

/** Where the run keeps the logs of all processes, to look through them when it ends; undefined outside of a run. */
const folder = process.env['TEST_LOGS'];

/** Keeps what a process of the product writes, and the secrets that it must not write. */
export function keepLog(child: ChildProcess, name: string, env: Record<string, string>): void {
  if (folder === undefined) return;
  const secrets = secretsIn(env);
  if (secrets.length > 0) appendFileSync(join(folder, SECRETS_FILE), `${secrets.join('\n')}\n`);
  const { stdout, stderr, pid = 0 } = child;
  for (const [stream, kind] of [
    [stdout, 'out'],
    [stderr, 'err'],
  ] as const) {
    stream?.on('data', (chunk: Buffer) => appendFileSync(join(folder, `${name}-${pid}.${kind}.log`), chunk));
  }
}

/** Keeps the log files of a stack that has written them by itself. */
export function keepLogFiles(from: string, name: string): void {
  if (folder !== undefined) cpSync(from, join(folder, name), { recursive: true });
}
