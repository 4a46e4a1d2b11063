import { Injectable } from '@nestjs/common';
import type { KeyHolder } from '#platform';

/** What the database says of a key that is good. */
export interface GoodKey {
  readonly holder: KeyHolder;
  readonly expiresInMs: number;
}

/** Asks the database about one key; undefined if it is not good. */
export type KeyCheck = () => Promise<GoodKey | undefined>;

/** Older than this, a check is repeated while its result is still used. */
const FRESH_MS = 400;
/** Older than this, the result of a check is not used any more. With it, a revoked key ends everywhere within a second. */
const USABLE_MS = 800;
const MAX_KEYS = 10_000;

/** Times are those of the monotonic clock, in milliseconds, and of a check's start: it may have read at once. */
interface KnownKey {
  readonly holder: KeyHolder;
  readonly freshUntil: number;
  readonly usableUntil: number;
}

interface RunningCheck {
  readonly startedAt: number;
  readonly result: Promise<GoodKey | undefined>;
}

/**
 * The keys that this process has found good a moment ago, so that requests need not ask the database. Keys that are not
 * good are not kept: they are asked about each time. See docs/adr/0011-key-cache.md.
 */
@Injectable()
export class CheckedKeys {
  private readonly known = new Map<string, KnownKey>();
  private readonly running = new Map<string, RunningCheck>();

  /**
   * Whom a key acts for; undefined if it is not good.
   * @param hash stands for the key
   * @param check is called where nothing recent is known, and at most once at a time for a key
   * @throws what `check` throws, where its result has to be waited for
   */
  async holderOf(hash: string, check: KeyCheck): Promise<KeyHolder | undefined> {
    const now = performance.now();
    const known = this.known.get(hash);
    if (!known || now >= known.usableUntil) return (await this.ask(hash, check, now))?.holder;
    // A failure shows when the result would have to be waited for.
    if (now >= known.freshUntil) this.ask(hash, check, now).catch(ignore);
    return known.holder;
  }

  /** Whether the key was good when it was last asked about. */
  has(hash: string): boolean {
    return this.known.has(hash);
  }

  /** From here on the key is asked about again. Call it once the change is committed. */
  forgetKey(apiKeyId: string): void {
    this.forget((holder) => holder.apiKeyId === apiKeyId);
  }

  /** From here on the user's keys are asked about again. Call it once the change is committed. */
  forgetUser(userId: string): void {
    this.forget((holder) => holder.userId === userId);
  }

  private forget(concerns: (holder: KeyHolder) => boolean): void {
    for (const [hash, { holder }] of this.known) if (concerns(holder)) this.known.delete(hash);
    // They may have read what was before the change, so nobody may join them, nor keep what they find.
    this.running.clear();
  }

  private ask(hash: string, check: KeyCheck, now: number): Promise<GoodKey | undefined> {
    const running = this.running.get(hash);
    // One that hangs may have read long ago.
    if (running && now - running.startedAt < USABLE_MS) return running.result;
    const own = { startedAt: now, result: check() };
    this.running.set(hash, own);
    return own.result.then(
      (good) => {
        if (this.end(hash, own)) this.remember(hash, now, good);
        return good;
      },
      (error: unknown) => {
        this.end(hash, own);
        throw error;
      },
    );
  }

  /** @returns whether the check was the one that counts */
  private end(hash: string, check: RunningCheck): boolean {
    return this.running.get(hash) === check && this.running.delete(hash);
  }

  private remember(hash: string, startedAt: number, good: GoodKey | undefined): void {
    // Put last: a Map keeps its order of insertion, so its first key is the one whose check is longest ago.
    this.known.delete(hash);
    if (!good) return;
    const usableUntil = startedAt + Math.min(USABLE_MS, good.expiresInMs);
    this.known.set(hash, { holder: good.holder, freshUntil: startedAt + FRESH_MS, usableUntil });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MAX_KEYS) break;
      this.known.delete(oldest);
    }
  }
}

const ignore = (): void => undefined;
