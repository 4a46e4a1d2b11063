import { OutboundClient } from '#platform';
import { ProviderClient } from '../../libs/enrichment/providers/provider-client.ts';
import type { CallLimits } from '../../libs/enrichment/providers/call-limits.ts';
import { companyWebsiteSource } from '../../libs/enrichment/sources/company-website.ts';
import { createSources } from '../../libs/enrichment/sources/index.ts';
import { serveJsonApi } from '../../test/support/json-api.ts';
import type { QualityCase } from './corpus/case.ts';
import { collect, type Collected } from './engine.ts';
import { serveCorpus } from './serve.ts';
import { configOf } from './settings.ts';

const AT_ONCE = 8;

/** Has the source of company websites read every site, over HTTP. */
export async function collectPages(cases: readonly QualityCase[]): Promise<Collected[]> {
  const served = await serveCorpus(cases);
  const collected: Collected[] = [];
  for (let from = 0; from < cases.length; from += AT_ONCE) {
    const some = cases.slice(from, from + AT_ONCE);
    collected.push(...(await Promise.all(some.map((one) => collect(one, [companyWebsiteSource], served.pages)))));
  }
  await served.close();
  return collected;
}

/** The store of limits is a database, and here is none. */
const unlimited = { take: () => Promise.resolve(0), pause: () => Promise.resolve() } as unknown as CallLimits;
const noPages = { fetch: () => Promise.reject(new Error('no page is fetched here')) };

/** Asks each case's provider, which answers over HTTP what the case says. */
export async function collectAnswers(cases: readonly QualityCase[]): Promise<Collected[]> {
  const byId = new Map(cases.map((one) => [one.id, one]));
  const api = await serveJsonApi(({ path }) => {
    const [, id = '', rest = ''] = /^\/([^/]+)([^?]*)/.exec(path) ?? [];
    return byId.get(id)?.provider?.answers[rest] ?? { status: 404 };
  });
  const outbound = new OutboundClient({ userAgent: 'quality-bench/1.0', allowedNetworks: ['127.0.0.0/8'] });
  const client = (policy: ConstructorParameters<typeof ProviderClient>[2]) =>
    new ProviderClient(outbound, unlimited, policy, { timeout: 5000 });
  const collected: Collected[] = [];
  for (const one of cases) {
    const { source = '', address, settings } = one.provider ?? {};
    const base = Object.fromEntries(
      Object.entries(address ?? {}).map(([name, path]) => [name, `${api.url}/${one.id}${path}`]),
    );
    const config = configOf({ ENRICHMENT_SOURCES: source, ...base, ...settings });
    collected.push(await collect(one, createSources(config, client), noPages));
  }
  await outbound.close();
  await api.close();
  return collected;
}
