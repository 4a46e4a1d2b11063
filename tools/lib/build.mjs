import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from './lock.mjs';
import { root } from './root.mjs';
import { runCommand } from './run-command.mjs';

const stampFile = join(root, 'dist', '.build-stamp');
const SOURCES = ['apps', 'libs', 'migrations', 'tools', 'package.json', 'tsconfig.json', 'nest-cli.json'];

/**
 * The apps come last: they share libraries with the tools, and only Nest's build adds what Swagger needs to know.
 * One after the other, since they write some of the same files.
 */
const STEPS = [
  ['node_modules/typescript/bin/tsc', '-p', 'tools/tsconfig.json'],
  ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'enricher'],
  ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'api'],
];

/**
 * Builds apps and tools into dist/, unless dist/ has been built from these very sources.
 * @param {{ quiet?: boolean, force?: boolean }} options quiet: says nothing unless it fails; force: builds in any case
 */
export async function ensureBuilt({ quiet = false, force = false } = {}) {
  if (!force && isFresh(stampOf(SOURCES))) return;
  await exclusively(async () => {
    // Taken before the build: a file that is saved while it runs makes the next one.
    const stamp = stampOf(SOURCES);
    if (!force && isFresh(stamp)) return;
    rmSync(stampFile, { force: true });
    for (const [index, step] of STEPS.entries()) {
      await runCommand(`Building (${index + 1}/${STEPS.length})`, [process.execPath, ...step], { quiet });
    }
    writeFileSync(stampFile, stamp);
  });
}

function isFresh(stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

function stampOf(sources) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap(filesIn).sort()) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function filesIn(path) {
  if (!statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory())
    return existsSync(join(root, path)) ? [path] : [];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
  );
}
