import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { BootstrapError } from './root.mjs';

/**
 * Everything between a fresh clone and a runnable dist/: Node's version, packages, build. What it has to say goes to
 * stderr; where it cannot go on it ends the process.
 * @param {{ quiet?: boolean, force?: boolean }} options quiet: no progress; force: builds even what is up to date
 */
export async function prepare(options = {}) {
  try {
    requireNode();
    await ensureInstalled(options);
    await ensureBuilt(options);
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error;
    process.stderr.write(`${error.output}${error.message}\n`);
    process.exit(1);
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new BootstrapError(`Node 20.19 or newer is needed; this is ${process.versions.node}. See https://nodejs.org`);
}
