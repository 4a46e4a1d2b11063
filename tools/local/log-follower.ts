import { readFileSync } from 'node:fs';
import { sizeOf } from './log-file.ts';

/** Copies what is written to the logs from now on to the terminal, each line with its log's name. */
export function followLogs(logs: Record<string, string>): void {
  const read = new Map(Object.values(logs).map((path) => [path, sizeOf(path)]));
  setInterval(() => {
    for (const [name, path] of Object.entries(logs)) {
      const size = sizeOf(path);
      const from = read.get(path) ?? 0;
      if (size === from) continue;
      const text = readFileSync(path).toString('utf8', size < from ? 0 : from);
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      read.set(path, (size < from ? 0 : from) + Buffer.byteLength(whole));
      process.stdout.write(whole.replace(/^(?=.)/gm, name.padEnd(9)));
    }
  }, 200).unref();
}
