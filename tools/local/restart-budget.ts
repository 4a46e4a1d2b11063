/** How often something may be started again before that counts as hopeless. */
export class RestartBudget {
  private starts: number[] = [];

  constructor(
    private readonly limit = 5,
    private readonly windowMs = 60_000,
  ) {}

  /**
   * Counts a restart.
   * @returns how many milliseconds to wait before it, or undefined if there have been too many
   */
  spend(now = Date.now()): number | undefined {
    this.starts = this.starts.filter((start) => now - start < this.windowMs);
    if (this.starts.length >= this.limit) return undefined;
    this.starts.push(now);
    return 250 * 2 ** this.starts.length;
  }
}
