import { afterAll, beforeAll } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import { withDouble, type Plan } from './http/double.ts';
import { closeConnections, exchange, mediaType, type HttpAnswer, type HttpRequest } from './http/exchange.ts';
import { planted, row, type Finding } from './row.ts';

const ORIGIN = 'https://crm.example';

let stack: Stack;
let key: string;
beforeAll(async () => {
  stack = await startStack();
  key = (await stack.client()).key ?? '';
});
afterAll(async () => {
  closeConnections();
  await stack.stop();
});

/** A request as a page of another origin makes it, and what its browser asks before. */
const fromPage = (method: string, path: string, headers: Record<string, string> = {}): HttpRequest => ({
  ...{ method, path, headers: { Origin: ORIGIN, ...headers } },
});
const PREFLIGHT = { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' };

/** All kinds of answers: data, refusals, what is not there, the document and Swagger UI. */
const everyKind = (): HttpRequest[] => [
  fromPage('GET', '/api/contacts', { Authorization: `Bearer ${key}` }),
  fromPage('OPTIONS', '/api/contacts', PREFLIGHT),
  ...['/api/contacts', '/nothing', '/health/live', '/openapi.json', '/docs'].map((path) => fromPage('GET', path)),
  fromPage('POST', '/api/contacts', { 'Content-Type': 'text/plain' }),
];

async function answersOf(
  baseUrl: string,
  requests: readonly HttpRequest[],
): Promise<{ name: string; answer: HttpAnswer }[]> {
  return Promise.all(
    requests.map(async (request) => ({
      ...{ name: `${request.method} ${request.path}`, answer: await exchange(baseUrl, request) },
    })),
  );
}

/** Whether no answer lets another origin's page read it. */
async function closedToOrigins(baseUrl: string): Promise<Finding> {
  const answers = await answersOf(baseUrl, everyKind());
  const faults = answers.flatMap(({ name, answer: { headers } }) =>
    Object.keys(headers)
      .filter((header) => header.startsWith('access-control-'))
      .map((header) => `${name}: ${header}: ${String(headers[header])}`),
  );
  return { measured: `${answers.length} kinds of answers, ${faults.length} open`, faults };
}

const HEADERS: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'strict-transport-security': /max-age=\d{7,}/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^(?:SAMEORIGIN|DENY)$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-resource-policy': /^same-origin$/,
};

/** Whether each answer has the headers that keep a browser from doing more with it than it is for. */
async function headed(baseUrl: string): Promise<Finding> {
  const answers = await answersOf(baseUrl, everyKind());
  const faults = answers.flatMap(({ name, answer: { headers } }) => [
    ...Object.entries(HEADERS)
      .filter(([header, form]) => !form.test(String(headers[header] ?? '')))
      .map(([header]) => `${name}: ${header}: ${String(headers[header])}`),
    ...('x-powered-by' in headers ? [`${name}: x-powered-by`] : []),
  ]);
  return { measured: `${answers.length} kinds of answers, ${faults.length} faults`, faults };
}

/** Whether the page of Swagger UI works under its own policy: scripts and the rest from here alone, none inline. */
async function documentedSafely(baseUrl: string): Promise<Finding> {
  const { headers, text } = await exchange(baseUrl, { method: 'GET', path: '/docs', headers: {} });
  const policy = String(headers['content-security-policy'] ?? '');
  const scripts = /script-src (?<sources>[^;]*)/.exec(policy)?.groups?.['sources'] ?? 'none named';
  const assets = [...text.matchAll(/(?:src|href)="(?<url>[^"]+)"/g)].map(({ groups }) => groups?.['url'] ?? '');
  const foreign = assets.filter((url) => new URL(url, 'http://here/docs').host !== 'here');
  const inline = [...text.matchAll(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/g)];
  return {
    measured: `${assets.length} assets, script-src ${scripts}`,
    faults: [
      ...(mediaType(headers) === 'text/html' && assets.length > 3 ? [] : ['there is no page of Swagger UI']),
      ...(scripts === "'self'" ? [] : [`scripts may come from ${scripts}`]),
      ...foreign.map((url) => `asks for ${url}`),
      ...inline.map(([script]) => `has an inline script, which the policy stops: ${script}`),
    ],
  };
}

row('browser', 'no other origin may read anything unless configured', () => closedToOrigins(stack.api.url));
row('browser', 'every kind of answer has the security headers', () => headed(stack.api.url));
row('browser', 'Swagger UI works under a policy of no foreign or inline script', () => documentedSafely(stack.api.url));

const onDouble = (plan: Plan, check: (url: string) => Promise<Finding>) => withDouble(stack.api.url, plan, check);
/** Changes the headers of all answers. */
const headers = (change: (headers: HttpAnswer['headers']) => HttpAnswer['headers']): Plan => ({
  answer: (answer) => ({ ...answer, headers: change(answer.headers) }),
});

planted('browser', 'an origin that is let in', () =>
  onDouble(
    headers((given) => ({ ...given, 'access-control-allow-origin': '*' })),
    closedToOrigins,
  ),
);
planted('browser', 'a policy that is missing where nothing is found', () =>
  onDouble(
    { answer: ({ status, headers: given, text }) => ({ status, text, headers: status === 404 ? {} : given }) },
    headed,
  ),
);
planted('browser', 'scripts from anywhere', () =>
  onDouble(
    headers((given) => ({ ...given, 'content-security-policy': "default-src 'none'; script-src *" })),
    documentedSafely,
  ),
);
