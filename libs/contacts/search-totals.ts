/** A total, and how often the rows that it counts had changed by then. */
export interface KnownTotal {
  readonly total: number;
  /** As text: the database counts in 64 bits. */
  readonly changes: string;
}

/** Enough for all that an organization's users look for at one time; some hundred bytes each. */
const MAX_TOTALS = 5000;

/**
 * What searches have counted, so that the same search counts again only once something has changed. Whether it has is
 * the database's to say, in the statement that would count: a total from here is as exact as a new one.
 */
export class SearchTotals {
  private readonly totals = new Map<string, KnownTotal>();

  /** @param search everything that the total hangs on, whose total is now the one most recently used */
  find(search: string): KnownTotal | undefined {
    const known = this.totals.get(search);
    if (known) this.keep(search, known);
    return known;
  }

  keep(search: string, known: KnownTotal): void {
    this.totals.delete(search);
    this.totals.set(search, known);
    const [oldest] = this.totals.keys();
    if (this.totals.size > MAX_TOTALS && oldest !== undefined) this.totals.delete(oldest);
  }
}
