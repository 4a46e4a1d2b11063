import { isDeepStrictEqual } from 'node:util';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newContact } from '../rows/hot-requests.ts';
import type { Bench } from '../stack/bench.ts';
import type { ServerProcess } from '../stack/server-process.ts';
import { BARE_REQUESTS, type BareRequest } from './bare-config.ts';
import { captureRequests } from './capture.ts';

interface Answer {
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Starts the server that the product is held against, with the statements that the product runs today.
 * @throws Error where its answers are not the product's
 */
export async function startBare(bench: Bench): Promise<ServerProcess> {
  const file = join(bench.options.logDir, 'bare-config.json');
  writeFileSync(file, JSON.stringify(await captureRequests(bench)));
  const bare = await bench.startScript('dist/bench/performance/bare/server.js', { BARE_CONFIG: file });
  for (const request of BARE_REQUESTS) {
    const [own, products] = [await ask(bench, bare, request), await ask(bench, await bench.api(), request)];
    if (!isDeepStrictEqual(own, products)) {
      const shown = [products, own].map((answer) => JSON.stringify(answer).slice(0, 600)).join('\n');
      throw new Error(`the bare server's answer to ${request} is not the product's (bare/answers.ts):\n${shown}`);
    }
  }
  return bare;
}

let asked = 0;

async function ask(bench: Bench, server: ServerProcess, request: BareRequest): Promise<unknown> {
  const connection = await bench.connection('big', 'admin', server);
  const [id = ''] = await bench.contactIds('big', 1);
  if (request === 'get') return connection.json('GET', `/api/contacts/${id}`);
  if (request === 'list') return connection.json('GET', '/api/contacts');
  const answer = await connection.json<Answer>('POST', '/api/contacts', newContact(`asked-${(asked += 1)}`));
  // Which values it has is the request's business; that they are there, and of which type, is the server's.
  return {
    ...answer,
    data: Object.entries(answer.data)
      .map(([name, value]) => [name, typeof value])
      .sort(),
  };
}
