import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const AREA_WIDTH = 20;
const BAR_WIDTH = 72;

/** Prints a line for each row of the battery as soon as its file has run, and what is wrong below those that failed. */
export default class BatteryReporter {
  #rows = 0;
  #failed = 0;
  #notChecked = 0;

  onTestResult(_file, { testResults, failureMessage, testExecError, testFilePath }) {
    const measured = readMeasured();
    const ran = testResults.filter(({ status }) => status === 'passed' || status === 'failed');
    for (const { title, status } of ran) this.#print(title, status === 'passed', measured.get(title) ?? '');
    const left = testResults.filter(({ status, title }) => status === 'pending' && measured.has(title));
    for (const { title } of left) this.#printLeft(title, measured.get(title));
    const allHold = ran.every(({ status }) => status === 'passed');
    // The file itself: it could not be loaded, or left something behind.
    if (testExecError || (failureMessage && allHold))
      this.#print(`${basename(testFilePath)}: runs and ends well`, false, '');
    if (failureMessage) process.stdout.write(`${failureMessage}\n`);
  }

  onRunComplete() {
    const left = this.#notChecked === 0 ? '' : ` ${this.#notChecked} could not be checked here.`;
    process.stdout.write(`${this.#rows} rows. ${this.#verdict()}${left}\n`);
  }

  /** Makes the run fail where nothing was checked. */
  getLastError() {
    return this.#rows === 0 ? new Error('nothing was checked') : undefined;
  }

  #verdict() {
    if (this.#rows === 0) return 'Nothing was checked.';
    return this.#failed === 0 ? 'All hold.' : `${this.#failed} do not hold.`;
  }

  #print(title, holds, measured) {
    this.#rows += 1;
    if (!holds) this.#failed += 1;
    writeLine(holds ? 'ok    ' : 'FAILED', title, measured);
  }

  #printLeft(title, why) {
    this.#notChecked += 1;
    writeLine('--    ', title, why);
  }
}

function writeLine(verdict, title, measured) {
  const [area, ...bar] = title.split(': ');
  const columns = [verdict, area.padEnd(AREA_WIDTH), bar.join(': ').padEnd(BAR_WIDTH), measured];
  process.stdout.write(`${columns.join('  ').trimEnd()}\n`);
}

/** @returns {Map<string, string>} what the tests recorded so far, by title */
function readMeasured() {
  const lines = readFileSync(process.env.BATTERY_MEASURED, 'utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line)).map(({ title, measured }) => [title, measured]));
}
