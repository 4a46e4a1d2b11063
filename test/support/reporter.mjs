import { writeFileSync } from 'node:fs';
import { findLoggedSecrets } from './log-secrets.mjs';

/**
 * Looks through the logs of all processes for secrets, each of which counts as a failed test, and counts the results: for
 * TEST_COUNTS, the file in which `npm test` expects them, else as a line on the terminal.
 */
export default class CountReporter {
  logged = [];

  onRunComplete(_contexts, results) {
    // Without a folder the set-up has failed, and nothing was started.
    this.logged = process.env.TEST_LOGS ? findLoggedSecrets(process.env.TEST_LOGS) : [];
    for (const finding of this.logged) process.stderr.write(`Secret in a log: ${finding}\n`);
    const counts = {
      passed: results.numPassedTests,
      // A suite that could not even be loaded has no tests to count.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites + this.logged.length,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
    else process.stdout.write(`${countLine(counts)}\n`);
  }

  /** An error makes the run fail. */
  getLastError() {
    return this.logged.length > 0 ? new Error('log lines hold secrets') : undefined;
  }
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
