// `npm run -s key`: prints a fresh API key, and nothing else, on standard output.
import { prepare } from './lib/prepare.mjs';

await prepare({ quiet: true });
await import('../dist/tools/local/key.js');
