import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { SharedWindows } from './shared-windows.ts';
import type { WindowStore } from './window-store.ts';

const WINDOW_MS = 60_000;

/** A store in memory that several processes could share; each answer takes a turn of the event loop. */
function storeInMemory(windowMs = WINDOW_MS): WindowStore & { calls: number } {
  const windows = new Map<string, { taken: number; endsAt: number }>();
  return {
    calls: 0,
    async add(key, points) {
      this.calls += 1;
      const now = performance.now();
      const known = windows.get(key);
      const window = known && known.endsAt > now ? known : { taken: 0, endsAt: now + windowMs };
      windows.set(key, window);
      window.taken += points;
      await turn();
      return { taken: window.taken, msLeft: window.endsAt - now };
    },
    close: () => undefined,
  };
}

const processesOn = (store: WindowStore, count: number, windowMs = WINDOW_MS): SharedWindows[] =>
  Array.from({ length: count }, () => new SharedWindows(store, windowMs, () => undefined));

/** Sends requests to processes in turn, so many at once. @returns how many were let through */
async function admitted(processes: readonly SharedWindows[], limit: number, requests: number, atOnce: number) {
  let passed = 0;
  for (let sent = 0; sent < requests; sent += atOnce) {
    const batch = Array.from({ length: atOnce }, (_, at) => processes[(sent + at) % processes.length]!);
    const standings = await Promise.all(batch.map((one) => one.take('key', limit)));
    passed += standings.filter((standing) => standing?.admitted).length;
  }
  return passed;
}

describe('a window that processes share', () => {
  it.each([
    [1, 1, 1],
    [7, 1, 1],
    [7, 3, 1],
    [300, 1, 16],
    [300, 4, 1],
    [300, 4, 50],
    [3000, 8, 13],
  ])('lets through %d, by %d processes and %d requests at once', async (limit, count, atOnce) => {
    const passed = await admitted(processesOn(storeInMemory(), count), limit, limit * 2, atOnce);
    expect(passed).toBeLessThanOrEqual(limit);
    // At the end each other process may hold the little that it reserved last.
    expect(passed).toBeGreaterThanOrEqual(limit - 2 * (count - 1));
  });

  it('asks the store seldom', async () => {
    const store = storeInMemory();
    await admitted(processesOn(store, 1), 3000, 2900, 1);
    expect(store.calls).toBeLessThan(60);
    const calls = store.calls;
    const [lone] = processesOn(store, 1);
    for (let request = 0; request < 5000; request += 1) await lone!.take('other', 1_000_000);
    expect(store.calls - calls).toBeLessThan(20);
  });

  it('asks the store no more once the window is full', async () => {
    const store = storeInMemory();
    const processes = processesOn(store, 1);
    await admitted(processes, 10, 10, 1);
    const { calls } = store;
    expect(await admitted(processes, 10, 100, 10)).toBe(0);
    expect(store.calls).toBe(calls);
  });

  it('keeps from the others no more than what a process has spent, nor a tenth of what was left', async () => {
    const [idle, busy] = processesOn(storeInMemory(), 2);
    for (let request = 0; request < 5; request += 1) await idle!.take('key', 1000);
    expect(await admitted([busy!], 1000, 1500, 4)).toBeGreaterThanOrEqual(1000 - 2 * 5);
  });

  it('begins anew when it has ended', async () => {
    const processes = processesOn(storeInMemory(200), 2, 200);
    expect(await admitted(processes, 20, 40, 4)).toBe(20);
    await delay(250);
    expect(await admitted(processes, 20, 40, 4)).toBe(20);
  });

  it('says how many are left, and until when', async () => {
    const [lone] = processesOn(storeInMemory(), 1);
    const standings = [];
    for (let request = 0; request < 4; request += 1) standings.push(await lone!.take('key', 3));
    expect(standings.map((standing) => standing?.remaining)).toEqual([2, 1, 0, 0]);
    expect(standings.map((standing) => standing?.admitted)).toEqual([true, true, true, false]);
    for (const standing of standings) expect(standing?.msLeft).toBeGreaterThan(WINDOW_MS - 1000);
  });

  it('counts nothing for a request that was given back', async () => {
    const processes = processesOn(storeInMemory(), 1);
    for (let request = 0; request < 100; request += 1) {
      await processes[0]!.take('key', 3);
      processes[0]!.giveBack('key');
    }
    expect(await admitted(processes, 3, 6, 1)).toBe(3);
  });
});

describe('without its store', () => {
  const broken = (add: WindowStore['add']): WindowStore => ({ add, close: () => undefined });

  it('cannot tell, and asks it once a second at most', async () => {
    let calls = 0;
    const store = broken(() => Promise.reject(new Error(`away ${(calls += 1)}`)));
    const faults: unknown[] = [];
    const windows = new SharedWindows(store, WINDOW_MS, (fault) => faults.push(fault));
    for (let request = 0; request < 50; request += 1) expect(await windows.take('key', 10)).toBeUndefined();
    expect([calls, faults.length]).toEqual([1, 1]);
  });

  it('waits a second for a store that hangs, and no longer', async () => {
    const windows = new SharedWindows(
      broken(() => new Promise(() => undefined)),
      WINDOW_MS,
      () => undefined,
    );
    const started = performance.now();
    const standings = await Promise.all(Array.from({ length: 20 }, () => windows.take('key', 10)));
    expect(standings.every((standing) => standing === undefined)).toBe(true);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('goes on refusing what it knows to be too many', async () => {
    const store = storeInMemory();
    const [lone] = processesOn(store, 1);
    await admitted([lone!], 5, 5, 1);
    store.add = () => Promise.reject(new Error('away'));
    expect(await lone!.take('key', 5)).toMatchObject({ admitted: false });
  });
});
