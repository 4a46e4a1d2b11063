import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A problem that a line tells better than a stack would. `output` is what the failed command printed. */
export class BootstrapError extends Error {
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}
