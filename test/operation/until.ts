/** Waits until something holds. @throws Error naming what did not come about in time */
export async function until(what: string, holds: () => unknown, timeoutMs = 10_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`not within ${timeoutMs} ms: ${what}`);
}
