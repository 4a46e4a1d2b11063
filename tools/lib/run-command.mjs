import { spawn } from 'node:child_process';
import { BootstrapError, root } from './root.mjs';

/**
 * Runs a program to its end, showing one line of progress on stderr and its output only if it fails.
 * @param {string} title what the line says
 * @param {string[]} command program and arguments, run in the clone's folder
 * @param {{ quiet?: boolean }} options quiet: no progress
 */
export async function runCommand(title, [program, ...args], { quiet = false } = {}) {
  const progress = showProgress(title, quiet);
  try {
    await finished(title, spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }));
    progress.end('done');
  } catch (error) {
    progress.end('failed');
    throw error;
  }
}

function finished(title, child) {
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new BootstrapError(`${title}: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const text = Buffer.concat(output).toString();
      reject(new BootstrapError(`${title}: failed (${signal ?? `exit code ${code}`})`, text));
    });
  });
}

function showProgress(title, quiet) {
  const { stderr } = process;
  const started = Date.now();
  const line = (end) => `${title} … ${end} (${Math.round((Date.now() - started) / 1000)} s)`;
  if (quiet) return { end: () => undefined };
  if (!stderr.isTTY) {
    stderr.write(`${title} …\n`);
    return { end: () => undefined };
  }
  const timer = setInterval(() => stderr.write(`\r${line('working')}`), 1000);
  stderr.write(`${title} …`);
  return {
    end(result) {
      clearInterval(timer);
      stderr.write(`\r\x1b[K${line(result)}\n`);
    },
  };
}
