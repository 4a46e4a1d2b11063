import { StartError } from './start-error.ts';
import { dump } from '../backup/dump.ts';
import { restore, RestoreError } from '../backup/restore.ts';
import { openDatabase } from './installation.ts';

const USAGE = `Usage: npm run backup -- dump FILE      writes all data to a file
       npm run backup -- restore FILE   fills an empty database from it`;
const ACTIONS: Readonly<Record<string, (url: string, file: string) => Promise<number>>> = { dump, restore };

const [name = '', file, ...rest] = process.argv.slice(2);
const action = ACTIONS[name];
if (!action || file === undefined || rest.length > 0) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
try {
  const { url, close } = await openDatabase();
  try {
    process.stdout.write(`${await action(url, file)} rows\n`);
  } finally {
    await close();
  }
} catch (error) {
  const explained = error instanceof RestoreError || error instanceof StartError;
  process.stderr.write(`backup: ${explained ? '' : `${name} failed: `}${(error as Error).message}\n`);
  process.exitCode = 1;
}
