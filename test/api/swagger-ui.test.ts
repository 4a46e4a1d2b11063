import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const browser = process.env['CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path));
/** Where no browser is at hand, openapi.test.ts still holds that the page asks for nothing but the api's own files. */
const inBrowser = browser === undefined ? it.skip : it;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

interface Rendered {
  readonly html: string;
  /** What the page and its policy had to say on the console. */
  readonly console: string;
}

/** Opens a page in a browser of its own, and gives it some seconds of its own time to render. */
async function render(url: string): Promise<Rendered> {
  const profile = mkdtempSync(join(tmpdir(), 'contacts-browser-'));
  const options = [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...['--enable-logging=stderr', '--virtual-time-budget=8000', `--user-data-dir=${profile}`, '--dump-dom', url],
  ];
  const child = spawn(browser ?? '', options, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [html, log] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (html += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await once(child, 'close');
  rmSync(profile, { recursive: true, force: true });
  return {
    html,
    console: log
      .split('\n')
      .filter((line) => line.includes('CONSOLE'))
      .join('\n'),
  };
}

/** What is wrong with Swagger UI as a browser shows it. */
function faults({ html, console }: Rendered): string[] {
  const operations = html.match(/<div class="opblock /g)?.length ?? 0;
  return [
    ...(operations < 20 ? [`${operations} operations are shown`] : []),
    ...(/Content Security Policy|Refused to/.test(console) ? ['the policy refused something'] : []),
    ...(console.includes('Uncaught') ? ['a script failed'] : []),
  ];
}

inBrowser(
  'Swagger UI shows the operations under its content policy',
  async () => {
    const rendered = await render(`${stack.api.url}/docs`);
    expect({ faults: faults(rendered), console: rendered.console }).toEqual({ faults: [], console: expect.anything() });
  },
  60_000,
);

inBrowser(
  'a page whose policy is too strict is found',
  async () => {
    const page = await (await fetch(`${stack.api.url}/docs`)).text();
    const strict = createServer((_request, response) => {
      response.setHeader('Content-Security-Policy', "default-src 'none'");
      response.setHeader('Content-Type', 'text/html').end(page);
    });
    strict.listen(0, '127.0.0.1');
    await once(strict, 'listening');
    const rendered = await render(`http://127.0.0.1:${(strict.address() as AddressInfo).port}/`);
    strict.close();
    strict.closeAllConnections();
    expect(faults(rendered)).toEqual(['0 operations are shown', 'the policy refused something']);
  },
  60_000,
);
