import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exclusively } from './lock.mjs';
import { root } from './root.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Installs the packages of package-lock.json, unless exactly these are installed.
 * @param {{ quiet?: boolean }} options quiet: says nothing unless it fails
 */
export async function ensureInstalled({ quiet = false } = {}) {
  if (isInstalled()) return;
  await exclusively(async () => {
    if (!isInstalled()) await install({ quiet });
  });
}

/**
 * `npm ci` refuses a lock file that lacks the optional packages of some other platform, as one has that was written
 * against a registry without them; `npm install` keeps to what the file does hold.
 */
async function install(options) {
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await runCommand('Installing packages', [...npm(), 'ci', ...flags], options);
  } catch (error) {
    if (!error.output?.includes('EUSAGE')) throw error;
    await runCommand('Installing packages after all', [...npm(), 'install', '--no-save', ...flags], options);
  }
}

/**
 * Compares what is wanted with what npm wrote down at the end of its last install. Contents rather than times: a
 * checkout touches files, and a broken-off install leaves newer ones.
 */
function isInstalled() {
  const wanted = packages('package-lock.json');
  const found = packages('node_modules/.package-lock.json');
  if (found === undefined) return false;
  return Object.entries(wanted ?? {}).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === '' || optional || devOptional || peer || found[path]?.version === version,
  );
}

function packages(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The npm that runs this script, else the one on the PATH. */
function npm() {
  const running = process.env.npm_execpath;
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}
