import { Inject, Injectable } from '@nestjs/common';
import type { Lease } from '../job-leases.ts';
import { hashInput } from '../ledger/provider-call.ts';
import { PAGE_FETCHER, type FetchedPage, type PageFetcher } from '../page-fetcher.ts';
import { DocumentStore, type DocumentKey, type KeptAnswer } from './document-store.ts';
import { daysBefore, oldestGood } from './freshness.ts';

/** Goes up when what is kept of a page changes. */
const VERSION = 1;
/** What a page without a word on its age is good for, in days: it may be read for a person. */
const GOOD_FOR_DAYS = 30;
/** Statuses that tell that there is no page. */
const ABSENT = new Set([404, 410]);

/** Reads pages for jobs, each once for all contacts of an organization while it is good. */
@Injectable()
export class KeptPages {
  private readonly reading = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: DocumentStore,
    @Inject(PAGE_FETCHER) private readonly web: PageFetcher,
  ) {}

  for(lease: Lease): PageFetcher {
    const now = new Date();
    const since = oldestGood(lease, now);
    return {
      fetch: async (url, signal, maxAgeDays = GOOD_FOR_DAYS) => {
        const key = keyOf(lease, url);
        const oldest = new Date(Math.max(daysBefore(maxAgeDays, now).getTime(), since?.getTime() ?? 0));
        const turn = `${key.organizationId} ${key.lookupHash}`;
        for (;;) {
          const kept = await this.store.find(key, oldest);
          signal.throwIfAborted();
          if (kept) return toPage(url, kept);
          const running = this.reading.get(turn);
          if (!running) break;
          // Whoever asks second waits for the first; if that fails, its own attempt tells why.
          await running;
        }
        const mine = this.read(lease, key, url, signal);
        this.reading.set(
          turn,
          mine.catch(() => undefined),
        );
        try {
          return await mine;
        } finally {
          this.reading.delete(turn);
        }
      },
    };
  }

  private async read(lease: Lease, key: DocumentKey, url: string, signal: AbortSignal): Promise<FetchedPage> {
    const page = await this.web.fetch(url, signal);
    const { status, contentType, body, fetchedAt } = page;
    if (status !== 200 && !ABSENT.has(status)) return page;
    const found = status === 200 ? { url: page.url, fetchedAt, content: { contentType, body } } : null;
    const kept = { kind: 'page', provider: 'web', contactId: lease.contactId, found } as const;
    const id = await this.store.keep({ ...kept, ...key });
    const final = keyOf(lease, page.url);
    // The profile will name the address that the site sent us to.
    if (final.lookupHash !== key.lookupHash) await this.store.keep({ ...kept, ...final });
    return id === null ? page : { ...page, storedId: id };
  }
}

/** A final slash of an origin, and a fragment, are no difference. */
function keyOf({ organizationId }: Lease, address: string): DocumentKey {
  const url = URL.canParse(address) ? new URL(address) : null;
  const input = url ? url.href.slice(0, url.href.length - url.hash.length) : address;
  return { organizationId, lookupHash: hashInput({ provider: 'web', input, version: VERSION }) };
}

function toPage(asked: string, { found }: KeptAnswer): FetchedPage {
  if (!found) return { url: asked, status: 404, contentType: '', body: '', fetchedAt: new Date() };
  const { contentType, body } = found.content as Pick<FetchedPage, 'contentType' | 'body'>;
  const { id: storedId, fetchedAt } = found;
  return { storedId, url: found.url ?? asked, status: 200, contentType, body, fetchedAt };
}
