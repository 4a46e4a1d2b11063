import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import type { EntityManager } from 'typeorm';
import type { Lease } from '../job-leases.ts';
import { CallInFlightError, FailedCallError, hashInput } from '../ledger/provider-call.ts';
import { ProviderCallLedger } from '../ledger/provider-call-ledger.ts';
import type { Lookup, Lookups, Reply, SourceDocument } from '../source.ts';
import { chooseSources } from '../sources/index.ts';
import { DocumentStore, type DocumentKey, type KeptAnswer, type NewDocument } from './document-store.ts';
import { oldestGood } from './freshness.ts';

/** How long to wait before looking whether somebody else has got the answer. */
const POLL_MS = 200;

/** A lookup of a job. */
interface Question {
  readonly lease: Lease;
  readonly lookup: Lookup;
  readonly key: DocumentKey;
  /** How old an answer may be; null where any that is good will do. */
  readonly since: Date | null;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** Makes the lookups of jobs: what one job has found out, all others of the organization know. */
@Injectable()
export class JobLookups {
  /** What this process asks at the moment: of jobs that need the same answer, one asks. */
  private readonly asking = new Map<string, Promise<unknown>>();
  private readonly baseUrls: ReadonlyMap<string, string | null>;

  constructor(
    private readonly store: DocumentStore,
    private readonly ledger: ProviderCallLedger,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.baseUrls = new Map(
      chooseSources(config).map(({ definition: { about, baseUrl } }) => [about.name, baseUrl?.(config) ?? null]),
    );
  }

  /** @param jobSignal ends the waiting for an answer that somebody else is getting */
  for(lease: Lease, jobSignal: AbortSignal): Lookups {
    const since = oldestGood(lease, new Date());
    return {
      find: (lookup, ask, signal = jobSignal) =>
        this.find({ lease, lookup, since, signal, key: this.keyOf(lease, lookup) }, ask),
    };
  }

  private async find(question: Question, ask: () => Promise<Reply>): Promise<SourceDocument | null> {
    const { key, since, signal } = question;
    const turn = `${key.organizationId} ${key.lookupHash}`;
    for (;;) {
      const kept = await this.store.find(key, since);
      signal.throwIfAborted();
      if (kept) return toDocument(kept);
      const running = this.asking.get(turn);
      if (!running) {
        const mine = this.ask(question, ask);
        const settled = mine.catch(() => undefined);
        this.asking.set(turn, settled);
        try {
          return await mine;
        } catch (error) {
          if (!(error instanceof CallInFlightError)) throw error;
        } finally {
          this.asking.delete(turn);
        }
      }
      const wait = delay(POLL_MS, undefined, { signal });
      await (running ? Promise.race([running, wait]) : wait);
    }
  }

  /** What is about a contact is theirs alone; what was asked at one address is no answer of another. */
  private keyOf({ organizationId, contactId }: Lease, lookup: Lookup): DocumentKey {
    const { provider, operation, kind, input, version } = lookup;
    const about = kind === 'company' ? null : contactId;
    const baseUrl = this.baseUrls.get(provider) ?? null;
    return { organizationId, lookupHash: hashInput({ provider, baseUrl, operation, about, input, version }) };
  }

  private async ask(question: Question, ask: () => Promise<Reply>): Promise<SourceDocument | null> {
    const { lease, key, lookup, since, signal } = question;
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
      ...{ jobLimit: options.maxCost, isAnswered: (manager: EntityManager) => this.store.has(key, since, manager) },
    };
    const perform = async () => {
      if (signal.aborted) throw new FailedCallError('not_called', 'Nobody waited for it any more');
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
