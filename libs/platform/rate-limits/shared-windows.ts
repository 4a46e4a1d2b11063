import type { WindowStore } from './window-store.ts';

/** How a caller stands with a limit. */
export interface Standing {
  /** Whether there was room for this request. */
  readonly admitted: boolean;
  /** Requests that are left in the window, as far as this process knows. */
  readonly remaining: number;
  /** Milliseconds until the window ends. */
  readonly msLeft: number;
}

/** What this process holds of a shared window. Times are those of the monotonic clock, in milliseconds. */
interface Share {
  /** Reserved, and not yet spent. */
  held: number;
  spent: number;
  /** What all processes have reserved, as of this one's last reservation. */
  taken: number;
  endsAt: number;
  waiting: number;
  reserving: Promise<void> | undefined;
}

/** No reservation takes more of what is left of a window than this part, so that the other processes find some. */
const LARGEST_PART = 10;
/** A store that does not answer for this long is away; requests then pass for a while before it is asked again. */
const STORE_TIMEOUT_MS = 1000;
const STORE_PAUSE_MS = 1000;
const MAX_SHARES = 20_000;

/**
 * Limits requests over all processes without asking the store about each: a process reserves some of a window and spends
 * that by itself. Never more than the limit pass while the store answers. What is reserved at once is at most as much as
 * the process has spent in the window, and a tenth of what is left of it; what it then does not spend is lost until the
 * window ends. See docs/adr/0015-rate-limits-by-reservation.md.
 */
export class SharedWindows {
  private readonly shares = new Map<string, Share>();
  private awayUntil = -Infinity;

  /** @param onStoreAway told each time that the store fails */
  constructor(
    private readonly store: WindowStore,
    private readonly windowMs: number,
    private readonly onStoreAway: (fault: unknown) => void,
  ) {}

  /**
   * Takes one request out of a key's window.
   * @param limit requests that all processes together let through in a window
   * @returns undefined where the store is away: it cannot be told, and the request should pass
   */
  async take(key: string, limit: number): Promise<Standing | undefined> {
    for (;;) {
      const now = performance.now();
      const share = this.shareOf(key, now);
      if (share.held > 0) {
        share.held -= 1;
        share.spent += 1;
        return standing(share, limit, true, now);
      }
      if (share.taken >= limit) return standing(share, limit, false, now);
      if (now < this.awayUntil) return undefined;
      share.waiting += 1;
      share.reserving ??= this.reserve(key, share, limit);
      await share.reserving;
      share.waiting -= 1;
    }
  }

  /** Puts back what {@link take} has taken just now: the request did not pass for another reason. */
  giveBack(key: string): void {
    const share = this.shares.get(key);
    if (!share || share.spent === 0) return;
    share.held += 1;
    share.spent -= 1;
  }

  close(): void {
    this.store.close();
  }

  private async reserve(key: string, share: Share, limit: number): Promise<void> {
    const left = limit - share.taken;
    const part = Math.min(Math.max(share.spent, 1), Math.ceil(left / LARGEST_PART));
    const points = Math.min(Math.max(part, share.waiting), left);
    try {
      const { taken, msLeft } = await inTime(this.store.add(key, points));
      share.held += Math.min(points, Math.max(limit - (taken - points), 0));
      share.taken = taken;
      share.endsAt = performance.now() + msLeft;
    } catch (fault) {
      this.awayUntil = performance.now() + STORE_PAUSE_MS;
      this.onStoreAway(fault);
    } finally {
      share.reserving = undefined;
    }
  }

  private shareOf(key: string, now: number): Share {
    const known = this.shares.get(key);
    if (known && (now < known.endsAt || known.reserving)) return known;
    const share = { held: 0, spent: 0, taken: 0, endsAt: now + this.windowMs, waiting: 0, reserving: undefined };
    // Put last: a Map keeps its order of insertion, so its first share is the one that began longest ago.
    this.shares.delete(key);
    this.shares.set(key, share);
    for (const oldest of this.shares.keys()) {
      if (this.shares.size <= MAX_SHARES) break;
      this.shares.delete(oldest);
    }
    return share;
  }
}

function standing(share: Share, limit: number, admitted: boolean, now: number): Standing {
  const remaining = Math.max(limit - share.taken, 0) + share.held;
  return { admitted, remaining, msLeft: Math.max(share.endsAt - now, 1) };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the store of the rate limits did not answer in time'));
    }, STORE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
