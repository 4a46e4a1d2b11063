import { startStack, type Stack, type StackOptions } from './apps.ts';
import type { Client } from './client.ts';
import { servePaidProviders, type PaidProviders } from './paid-providers.ts';
import { serveWebsites, type Page, type Websites } from './website.ts';

/** The product with an enricher, and the websites that it finds. */
export interface EnrichingStack {
  readonly websites: Websites;
  readonly stack: Stack;
  /** Of an admin of the stack's first organization. */
  readonly client: Client;
  /** For `afterAll`. */
  readonly stop: () => Promise<void>;
}

/** For `beforeAll`; an enricher is started unless told otherwise. @param pages by host and path, as `serveWebsites` takes them */
export async function startEnriching(
  pages: Record<string, Record<string, Page>>,
  { env, ...options }: StackOptions = {},
): Promise<EnrichingStack> {
  const websites = await serveWebsites(pages);
  const stack = await startStack({
    enrichers: 1,
    ...options,
    env: { OUTBOUND_CONNECT_TO: websites.connectTo, ...env },
  });
  const stop = async (): Promise<void> => {
    await stack.stop();
    await websites.close();
  };
  return { websites, stack, client: await stack.client(), stop };
}

export interface PaidEnrichingStack extends EnrichingStack {
  readonly providers: PaidProviders;
}

/** With paid providers beside the websites `acme0.example` and so on, which are empty. @param sites how many */
export async function startEnrichingPaid(
  sites: number,
  { env, ...options }: StackOptions = {},
): Promise<PaidEnrichingStack> {
  const providers = await servePaidProviders();
  const pages = Object.fromEntries(Array.from({ length: sites }, (_, at) => [`acme${at}.example`, {}]));
  const enriching = await startEnriching(pages, { ...options, env: { ...providers.env, ...env } });
  const stop = async (): Promise<void> => {
    await enriching.stop();
    await providers.close();
  };
  return { ...enriching, providers, stop };
}
