// `npm start`: the whole product from a fresh clone. Needs nothing but Node.
import { prepare } from './lib/prepare.mjs';

await prepare();
await import('../dist/tools/local/stack.js');
