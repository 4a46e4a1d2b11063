// What the product is held against: bare node:http and pg, with the product's own statements and check of keys, and
// nothing else: no validation, no routing, no log, no protection of any kind.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { AccountsModule, ApiKeysService } from '#accounts';
import { createLogger, loadConfig, PlatformModule, type KeyHolder } from '#platform';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { ListCursors } from '../../../apps/api/http/list-cursors.ts';
import { answerOf, type DatabaseRow, type ListParts } from './answers.ts';
import type { BareConfig, BareRequest } from './bare-config.ts';
import type { ParameterSource, StatementTemplate } from './template.ts';

class KeyCheckModule {}

const config = loadConfig();
const logger = createLogger('bare', 'info');
const { statements, listData } = JSON.parse(readFileSync(process.env['BARE_CONFIG'] ?? '', 'utf8')) as BareConfig;
const context = await NestFactory.createApplicationContext(
  {
    module: KeyCheckModule,
    imports: [PlatformModule.forApp('bare', config, logger, 'producer'), AccountsModule],
  },
  { logger: false },
);
const keys = context.get(ApiKeysService);
const cursors = new ListCursors(config);
const pool = new pg.Pool({ connectionString: config.DATABASE_URL, max: config.DATABASE_POOL_SIZE, keepAlive: true });

const server = createServer((request, response) => {
  void answer(request).then(
    ([status, body]) => {
      const json = JSON.stringify(body);
      const length = Buffer.byteLength(json);
      response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': length });
      response.end(json);
    },
    (error: unknown) => {
      logger.error({ err: error }, 'request failed');
      response.writeHead(500, { 'Content-Length': 0 }).end();
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  logger.info({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, 'listening');
});
process.on('SIGTERM', () => process.exit());
process.on('disconnect', () => process.exit());

async function answer(request: IncomingMessage): Promise<[status: number, body: DatabaseRow]> {
  const holder = await keys.authenticate((request.headers.authorization ?? '').slice('Bearer '.length));
  if (!holder) return [401, { success: false }];
  const id = (request.url ?? '').slice('/api/contacts/'.length);
  if (request.method === 'POST') {
    const body = JSON.parse(await text(request)) as Record<string, string>;
    return [201, await perform('create', body, holder)];
  }
  return [200, await perform(id === '' ? 'list' : 'get', { id }, holder)];
}

async function perform(
  request: BareRequest,
  inputs: Readonly<Record<string, string>>,
  { organizationId }: KeyHolder,
): Promise<DatabaseRow> {
  const rows = await runAll(statements[request], inputs);
  const list: ListParts = {
    data: listData,
    cursorAfter: (last) => cursors.seal(['contacts', organizationId, undefined, undefined], last),
  };
  return answerOf(request, rows, list);
}

/** Several statements are a transaction, so they go over one connection. */
async function runAll(
  templates: readonly StatementTemplate[],
  inputs: Readonly<Record<string, string>>,
): Promise<DatabaseRow[]> {
  const ids: string[] = [];
  const valueOf = (source: ParameterSource): string | null => {
    if ('constant' in source) return source.constant;
    if ('hashBytes' in source) return `\\x${randomBytes(source.hashBytes).toString('hex')}`;
    return 'input' in source ? (inputs[source.input] ?? null) : (ids[source.newId] ??= uuidv7());
  };
  const queryOf = ({ name, text, parameters }: StatementTemplate) => ({
    ...{ text, values: parameters.map(valueOf) },
    ...(name !== '' && { name }),
  });
  const [first, ...others] = templates;
  if (first && others.length === 0) return (await pool.query<DatabaseRow>(queryOf(first))).rows;
  const client = await pool.connect();
  try {
    const rows: DatabaseRow[] = [];
    for (const template of templates) rows.push(...(await client.query<DatabaseRow>(queryOf(template))).rows);
    client.release();
    return rows;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
