// Writes the types of openapi-typescript and the client of Hey API for an OpenAPI document.
//   node generate-clients.mjs <document.json> <folder>
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import openapiTypeScript, { astToString } from 'openapi-typescript';

const [document, folder] = process.argv.slice(2);
await writeFile(join(folder, 'schema.ts'), astToString(await openapiTypeScript(pathToFileURL(document))));
await createClient({ input: document, output: join(folder, 'hey-api'), logs: { level: 'silent', file: false } });
