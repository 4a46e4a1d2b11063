// `npm test`: the whole suite on a throw-away database. Arguments go to Jest, as in `npm test -- contacts -t search`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { countLine } from '../test/support/reporter.mjs';

/** What Jest says when something (a timer, a socket) keeps a process alive after its tests: a leak, so a failure. */
const LEAKS = /A worker process has failed to exit gracefully|Jest did not exit one second after the test run/;
/** How long a leak may keep Jest alive before it is ended. */
const PATIENCE_MS = 5000;

await prepare();
const folder = mkdtempSync(join(tmpdir(), 'contacts-counts-'));
const countsFile = join(folder, 'counts.json');
const { code, leaked } = await runJest(process.argv.slice(2));
const counts = readCounts();
rmSync(folder, { recursive: true });
if (leaked) {
  process.stderr.write('Something was left open after the tests: `npm test -- --detectOpenHandles` may name it.\n');
  counts.failed += 1;
}
process.stdout.write(`${countLine(counts)}\n`);
process.exitCode = code !== 0 || counts.failed > 0 || counts.passed + counts.skipped === 0 ? 1 : 0;

function runJest(args) {
  const jest = ['node_modules/jest/bin/jest.js', '--config', 'jest.config.mjs', ...args];
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const colors = process.stderr.isTTY ? { FORCE_COLOR: process.env.FORCE_COLOR ?? '1' } : {};
  const child = spawn(process.execPath, [...node, ...jest], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'pipe'],
    env: { ...process.env, ...colors, TEST_COUNTS: countsFile, NODE_OPTIONS: nodeOptions() },
  });
  let tail = '';
  let leaked = false;
  child.stderr.on('data', (chunk) => {
    process.stderr.write(chunk);
    tail = (tail + chunk).slice(-4000);
    if (leaked || !LEAKS.test(tail)) return;
    leaked = true;
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  });
  // A terminal's Ctrl-C reaches Jest by itself; this process only has to outlive it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, leaked })));
}

/** Jest's workers are processes of their own, which take their options from here. */
function nodeOptions() {
  return [process.env.NODE_OPTIONS, '--disable-warning=ExperimentalWarning'].filter(Boolean).join(' ');
}

/** Nothing was counted if Jest found no tests, or was ended before it came to that. */
function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
