import { expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { OutboundError } from '#platform';
import { askEveryTime } from '../../test/support/lookups.ts';
import { collectFrom } from './collect.ts';
import type { Claim, EnrichmentSource, EnrichmentSubject, SourceContext } from './source.ts';

const subject: EnrichmentSubject = {
  contact: { email: 'jane@acme.example', firstName: 'Jane', lastName: 'Doe', phoneNumber: null, address: null },
  company: null,
};
const pages = { fetch: () => Promise.reject(new Error('no page is fetched here')) };

function ask(collect: EnrichmentSource['collect'], timeoutMs = 5000, signal = new AbortController().signal) {
  const context: SourceContext = { pages, lookups: askEveryTime, signal, now: new Date() };
  return collectFrom({ name: 'test', description: '', collect }, subject, context, timeoutMs);
}

it('reports a source that throws, without what it threw', async () => {
  const rejected = await ask(() => Promise.reject(new Error('secret at 10.0.0.1')));
  const threw = await ask(() => {
    throw new TypeError('secret');
  });
  const broken = await ask(() => Promise.resolve({ outcome: 'matched', claims: [{} as Claim] }));
  for (const result of [rejected, threw, broken]) {
    expect(result).toMatchObject({ outcome: 'error', reason: 'The source failed unexpectedly', claims: [] });
  }
});

it('reports in its own words why an address could not be read', async () => {
  const result = await ask(() => Promise.reject(new OutboundError('too_large', { cause: new Error('secret') })));
  expect(result).toMatchObject({ outcome: 'error', reason: 'The answer is larger than the limit' });
});

it('gives up a source that hangs, also while garbage is collected', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const collecting = setInterval(collectGarbage, 20);
  let seen: AbortSignal | undefined;
  const result = await ask((_subject, { signal }) => {
    seen = signal;
    return new Promise(() => undefined);
  }, 300);
  clearInterval(collecting);
  expect(result).toMatchObject({ outcome: 'error', reason: 'The source did not answer in time' });
  expect(seen?.aborted).toBe(true);
  expect(result.durationMs).toBeGreaterThanOrEqual(290);
});

it('gives up a source when the job is given up', async () => {
  const job = new AbortController();
  const collecting = ask(() => new Promise(() => undefined), 60_000, job.signal);
  job.abort(new Error('cancelled'));
  expect(await collecting).toMatchObject({ outcome: 'error', claims: [] });
});

it('drops the claims that their evidence does not support, and keeps the others', async () => {
  const document = { url: null, fetchedAt: new Date(), text: 'Jane Doe, CEO', data: null };
  const claim = (value: string): Claim => ({
    ...{ subject: 'contact', field: 'jobTitle', value, citation: { document, quote: 'Jane Doe, CEO' } },
    ...{ strength: { prior: 1, identity: 1, extraction: 1 }, inputs: [], basis: 'verbatim' },
  });
  const some = await ask(() => Promise.resolve({ outcome: 'matched', claims: [claim('CEO'), claim('CTO')] }));
  expect(some.claims.map(({ value }) => value)).toEqual(['CEO']);
  const none = await ask(() => Promise.resolve({ outcome: 'matched', claims: [claim('CTO')] }));
  expect(none).toMatchObject({ outcome: 'no_match', claims: [] });
});
