import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../row.ts';

const program = fileURLToPath(new URL('forgotten-route.mjs', import.meta.url));

/** Starts the api with a route more, which declares no scope: it must not start, and name the route. */
export async function refusesToStart(databaseUrl: string, ...flags: '--without-audit'[]): Promise<Finding> {
  const API_KEY_SECRET = 'only-for-this-start-only-for-this-start';
  const child = spawn(process.execPath, [program, ...flags], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, API_KEY_SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const outcome = await text(child.stdout);
  const isRefused = outcome.includes('ForgottenController.forgotten');
  return { measured: outcome, faults: isRefused ? [] : [`the start came to: ${outcome}`] };
}
