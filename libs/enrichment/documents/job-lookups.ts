import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import type { Lease } from '../job-leases.ts';
import { CallInFlightError, hashInput } from '../ledger/provider-call.ts';
import { ProviderCallLedger } from '../ledger/provider-call-ledger.ts';
import type { Lookup, Lookups, Reply, SourceDocument } from '../source.ts';
import { DocumentStore, type DocumentKey, type KeptAnswer, type NewDocument } from './document-store.ts';
import { oldestGood } from './freshness.ts';

/** How long to wait before looking whether somebody else has got the answer. */
const POLL_MS = 200;

/** Makes the lookups of jobs: what one job has found out, all others of the organization know. */
@Injectable()
export class JobLookups {
  /** What this process asks at the moment: of jobs that need the same answer, one asks. */
  private readonly asking = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: DocumentStore,
    private readonly ledger: ProviderCallLedger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param signal ends the waiting for an answer that somebody else is getting */
  for(lease: Lease, signal: AbortSignal): Lookups {
    const since = oldestGood(lease, new Date());
    return {
      find: async (lookup, ask) => {
        const { provider, operation, input, version } = lookup;
        const lookupHash = hashInput({ provider, operation, input, version });
        const key = { organizationId: lease.organizationId, lookupHash };
        for (;;) {
          signal.throwIfAborted();
          const kept = await this.store.find(key, since);
          if (kept) return toDocument(kept);
          const turn = `${key.organizationId} ${lookupHash}`;
          const running = this.asking.get(turn);
          if (running) {
            await Promise.race([running, delay(POLL_MS, undefined, { signal })]);
            continue;
          }
          const mine = this.ask(lease, key, lookup, ask);
          this.asking.set(
            turn,
            mine.catch(() => undefined),
          );
          try {
            return await mine;
          } catch (error) {
            if (!(error instanceof CallInFlightError)) throw error;
          } finally {
            this.asking.delete(turn);
          }
          await delay(POLL_MS, undefined, { signal });
        }
      },
    };
  }

  private async ask(
    lease: Lease,
    key: DocumentKey,
    lookup: Lookup,
    ask: () => Promise<Reply>,
  ): Promise<SourceDocument | null> {
    const { price } = lookup;
    if (!price) {
      const reply = await ask();
      return stored(reply, await this.store.keep(toKeep(lease, key, lookup, reply)));
    }
    let id: string | null = null;
    const atMost = { ...price, costMicroUsd: price.costMicroUsd ?? this.creditPrice(lookup.provider, price.credits) };
    const { organizationId, jobId, options } = lease;
    const { provider, operation } = lookup;
    const call = {
      ...{ organizationId, jobId, provider, operation, inputHash: key.lookupHash, atMost },
      jobLimit: options.maxCost,
    };
    const perform = async () => {
      const reply = await ask();
      const { credits, costMicroUsd = this.creditPrice(provider, credits), ...tokens } = reply.paid ?? {};
      const outcome = reply.outcome ?? (reply.document ? 'matched' : 'no_match');
      return { response: reply, outcome, credits, costMicroUsd, ...tokens };
    };
    const reply = await this.ledger.charge(call, perform, async (answer, manager) => {
      id = await this.store.keep(toKeep(lease, key, lookup, answer), manager);
    });
    return stored(reply, id);
  }

  private creditPrice(provider: string, credits = 0): number {
    return credits * (this.config.CREDIT_PRICES.get(provider) ?? 0);
  }
}

function toKeep(lease: Lease, key: DocumentKey, { kind, provider }: Lookup, reply: Reply): NewDocument {
  const { document, goodForDays } = reply;
  const found = document && {
    ...{ url: document.url, fetchedAt: document.fetchedAt },
    content: { text: document.text, data: document.data },
  };
  return { ...key, kind, provider, contactId: lease.contactId, found, goodForDays };
}

function stored({ document }: Reply, id: string | null): SourceDocument | null {
  return document && id !== null ? { ...document, storedId: id } : document;
}

function toDocument({ found }: KeptAnswer): SourceDocument | null {
  if (!found) return null;
  const { text, data } = found.content as Pick<SourceDocument, 'text' | 'data'>;
  return { storedId: found.id, url: found.url, fetchedAt: found.fetchedAt, text, data };
}
