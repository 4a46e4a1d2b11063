// `npm run backup`: see docs/operations.md.
import { prepare } from './lib/prepare.mjs';

await prepare({ quiet: true });
await import('../dist/tools/local/backup.js');
