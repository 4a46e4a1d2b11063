import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '../support/client.ts';
import { keepLogFiles } from '../support/kept-logs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

interface LocalStack {
  readonly process: ChildProcess;
  /** Its exit code, once it has one. */
  readonly ended: Promise<number | null>;
  output(): string;
  /** Waits until the output matches. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

let env: Record<string, string>;
let stack: LocalStack;

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

function start(): LocalStack {
  const child = spawn(process.execPath, ['dist/tools/local/stack.js'], { cwd: root, env });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (const until = Date.now() + 25_000; Date.now() < until;) {
      const found = pattern.exec(text);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it never said ${String(pattern)}:\n${text}`);
  };
  return { process: child, ended, output: () => text, says };
}

const issueKey = async (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, ['tools/key.mjs', ...args], { cwd: root, env });

beforeAll(async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'contacts-stack-'));
  // As root, the database runs as another user, who has to get in.
  await chmod(DATA_DIR, 0o755);
  env = { PATH: process.env['PATH'] ?? '', DATA_DIR, PORT: await freePort(), ENRICHER_PORT: await freePort() };
  stack = start();
}, 60_000);

afterAll(async () => {
  if (stack.process.exitCode === null) stack.process.kill('SIGKILL');
  keepLogFiles(join(env['DATA_DIR'] ?? '', 'logs'), 'local-stack');
  await rm(env['DATA_DIR'] ?? '', { recursive: true, force: true });
});

describe('npm start', () => {
  it('prints a curl line that works when pasted, and has filled a demo organization', async () => {
    const [, line = ''] = await stack.says(/^\s*(curl '.*)$/m);
    const { stdout } = await run('sh', ['-c', `${line} --silent`]);
    const { data } = JSON.parse(stdout) as { data: { total: number; contacts: { email: string }[] } };
    expect(data.total).toBe(25);
    expect(data.contacts.every(({ email }) => email.endsWith('.example'))).toBe(true);
    expect(stack.output()).toContain(`http://localhost:${String(env['PORT'])}/docs`);
  });

  it('enriches a demo contact from its company’s website, without any network', async () => {
    const [key] = await stack.says(/introzy_[0-9a-f]{64}/);
    const client = new Client(`http://127.0.0.1:${String(env['PORT'])}`, key);
    const { body } = await client.get('/api/contacts?search=zora');
    const { id } = body.data.contacts[0];
    expect(await client.enrich(id)).toMatchObject({ status: 'succeeded' });
    expect((await client.get(`/api/contacts/${id}`)).body.data).toMatchObject({
      latitude: 37.77493,
      company: { industry: 'Software' },
      profile: { jobTitle: { value: 'Chief Technology Officer', url: 'http://brasslantern.example/team' } },
    });
  });

  it('lets keys be issued while it runs, and prints nothing else', async () => {
    const { stdout } = await issueKey('--org', 'Acme Inc', '--user', 'jane@acme.com');
    expect(stdout).toMatch(/^introzy_[0-9a-f]{64}\n$/);
    const client = new Client(`http://127.0.0.1:${String(env['PORT'])}`, stdout.trim());
    expect((await client.get('/api/users')).body.data.users).toMatchObject([{ email: 'jane@acme.com', role: 'admin' }]);
  });

  it.each([
    [['--user', 'jane@acme.com'], '--org needs a name'],
    [['--org', 'Acme Inc'], '--user needs an email address'],
    [['--org', 'Acme Inc', '--user', 'jane@acme.com', '--days', '29'], '--days is a whole number from 30 to 365'],
    [['--org', 'Acme Inc', '--user', 'jane@acme.com', '--scopes', 'all'], 'there is no scope "all"'],
    [['--org', 'Acme Inc', '--user', 'jane@acme.com', '--role', 'member'], 'already has the role admin'],
  ])('refuses a key for %j and says why', async (args, message) => {
    const failure: unknown = await issueKey(...args).catch((error: unknown) => error);
    expect(failure).toMatchObject({ stdout: '', stderr: expect.stringContaining(message) });
  });

  it('is not started twice on the same data', async () => {
    const second = start();
    await second.says(/It is running already/);
    expect(await second.ended).toBe(1);
  });

  it('says which process died, and starts it again', async () => {
    const log = await readFile(join(env['DATA_DIR'] ?? '', 'logs', 'api.log'), 'utf8');
    process.kill(Number(/"pid":(\d+)/.exec(log)?.[1]), 'SIGKILL');
    await stack.says(/The api has stopped unexpectedly \(SIGKILL\)[^]*Running again/);
    const client = new Client(`http://127.0.0.1:${String(env['PORT'])}`, undefined);
    for (const until = Date.now() + 20_000; ;) {
      const live = await client.get('/health/ready').catch(() => undefined);
      if (live?.status === 200) break;
      if (Date.now() > until) throw new Error(stack.output());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  it('stops cleanly on Ctrl-C, and keeps its data for the next start', async () => {
    stack.process.kill('SIGINT');
    expect(await stack.ended).toBe(0);
    stack = start();
    const [, key] = await stack.says(/(introzy_[0-9a-f]{64})/);
    const client = new Client(`http://127.0.0.1:${String(env['PORT'])}`, key);
    expect((await client.get('/api/contacts')).body.data.total).toBe(25);
    stack.process.kill('SIGINT');
    expect(await stack.ended).toBe(0);
  });
});
