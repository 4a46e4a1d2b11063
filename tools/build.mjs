// `npm run build`: apps, libraries, migrations and tools into dist/.
import { prepare } from './lib/prepare.mjs';

await prepare({ force: true });
