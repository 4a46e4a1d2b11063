/** Injection token of the {@link PageFetcher} that reads the web itself. */
export const PAGE_FETCHER = Symbol('page fetcher');

/** A page as it was fetched: decoded, and with the address it was finally found at. */
export interface FetchedPage {
  /** Under which it is stored; absent where nothing is. */
  readonly storedId?: string;
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly fetchedAt: Date;
}

/** Reads pages of the public web for sources, within the safe HTTP client's limits and each site's robots.txt. */
export interface PageFetcher {
  /**
   * @param url http or https
   * @param maxAgeDays how old a page may be that was read before and kept; 30 where left out
   * @throws OutboundError with a `code`, for everything from a refused address to a page that robots.txt closes
   */
  fetch(url: string, signal: AbortSignal, maxAgeDays?: number): Promise<FetchedPage>;
}
