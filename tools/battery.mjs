// `npm run battery`: every promise of the service about loss, tenants, kills and outages, checked at its full size; a line
// for each. Arguments are parts of the lines to check, as in `npm run battery -- keys soak`; none means all.
//   --short   the small numbers that `npm test` uses
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false } },
});

await prepare();
const folder = mkdtempSync(join(tmpdir(), 'contacts-battery-'));
const redis = process.env.REDIS_URL ? undefined : await startRedis();
try {
  process.exitCode = await runJest();
} finally {
  redis?.process.kill();
  rmSync(folder, { recursive: true });
}

/** @returns {Promise<number>} Jest's exit code */
function runJest() {
  const measured = join(folder, 'measured.jsonl');
  writeFileSync(measured, '');
  const names = wanted.length > 0 ? ['-t', wanted.map((part) => part.replace(/[^\w\s]/g, '\\$&')).join('|')] : [];
  const jest = [
    'node_modules/jest/bin/jest.js',
    '--config',
    'jest.config.mjs',
    '--runInBand',
    'test/battery/',
    ...names,
  ];
  const child = spawn(
    process.execPath,
    ['--experimental-vm-modules', ...jest, '--reporters=<rootDir>/test/battery/reporter.mjs'],
    {
      cwd: root,
      detached: true,
      stdio: 'inherit',
      env: {
        ...process.env,
        NODE_OPTIONS: [process.env.NODE_OPTIONS, '--disable-warning=ExperimentalWarning'].filter(Boolean).join(' '),
        BATTERY: options.short ? 'short' : 'full',
        BATTERY_MEASURED: measured,
        ...(redis && { REDIS_URL: redis.url }),
      },
    },
  );
  // Jest would leave the api and enrichers behind: they are told as well, being of its group.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.kill(-child.pid, signal));
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/** A Redis of this run's own, which keeps nothing. @returns undefined where this machine has none */
async function startRedis() {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', port, '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'ignore',
    cwd: folder,
  });
  const isMissing = await new Promise((resolve) => {
    child.once('error', () => resolve(true));
    child.once('spawn', () => resolve(false));
  });
  if (!isMissing) return { process: child, url: `redis://127.0.0.1:${port}` };
  process.stderr.write('No redis-server here: what needs Redis is left out.\n');
  return undefined;
}

/** @returns {Promise<string>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}
