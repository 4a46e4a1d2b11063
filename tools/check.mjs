// `npm run check`: everything that can be said about the code without running the tests. Stops at nothing, so that one
// run shows all there is to mend.
import { spawnSync } from 'node:child_process';
import { prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';

const CODE = ['apps', 'bench', 'libs', 'migrations', 'test', 'tools'];

const STEPS = {
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  types: ['tsc', '--noEmit'],
  lint: ['eslint', ...CODE],
  boundaries: ['depcruise', '--config', '.dependency-cruiser.mjs', ...CODE],
  'dead code': ['knip'],
  generated: ['node', 'dist/tools/verify/generated.js'],
};

await prepare();
const failed = Object.entries(STEPS).filter(([name, [command, ...args]]) => {
  const started = performance.now();
  const binary = command === 'node' ? process.execPath : `node_modules/.bin/${command}`;
  const { status } = spawnSync(binary, args, { cwd: root, stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  return status !== 0;
});
if (failed.length > 0) process.stdout.write(`check failed: ${failed.map(([name]) => name).join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
