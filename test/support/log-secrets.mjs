import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What must never be in a log line, whoever's it is. */
const PATTERNS = {
  'an API key': /introzy_[0-9a-f]{5,}/,
  'an email': /[\w.+-]+(?:@|%40)(?:[\w-]+\.)+[a-z]{2,}/i,
  'a phone number': /(?:\+|%2B)\d[\d\s().-]{6,}\d|\b555-\d{3,4}/,
};

/** The file with the secrets that processes were started with, a line for each. */
export const SECRETS_FILE = 'secrets';

/** Settings whose value is a secret, or has a password in it. */
const IS_SECRET = /(?:KEY|SECRET|TOKEN|PASSWORD)$/;

/**
 * The secrets among the settings of a process: keys of providers, what keys are hashed under, passwords in URLs.
 * @param {Record<string, string | undefined>} env
 * @returns {string[]}
 */
export function secretsIn(env) {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (IS_SECRET.test(name)) return value.length >= 6 ? [value] : [];
    const password = URL.canParse(value) ? decodeURIComponent(new URL(value).password) : '';
    return password.length >= 6 ? [password] : [];
  });
}

/**
 * Looks through the logs of all processes that tests have started.
 * @param {string} folder with a file for each log, and SECRETS_FILE
 * @returns {string[]} a line for each finding, which does not repeat it
 */
export function findLoggedSecrets(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const secrets = [...new Set(files.includes(SECRETS_FILE) ? linesOf(join(folder, SECRETS_FILE)) : [])];
  return files
    .filter((file) => file !== SECRETS_FILE)
    .flatMap((file) =>
      linesOf(join(folder, file)).flatMap((line, at) =>
        findingsIn(line, secrets).map((what) => `${file}, line ${at + 1}: ${what}`),
      ),
    );
}

/**
 * @param {string} line
 * @param {readonly string[]} secrets
 */
function findingsIn(line, secrets) {
  const kinds = Object.entries(PATTERNS).flatMap(([what, pattern]) => (pattern.test(line) ? [what] : []));
  return secrets.some((secret) => line.includes(secret)) ? [...kinds, 'a secret of the settings'] : kinds;
}

/** @param {string} file */
function linesOf(file) {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}
