import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { KeyHolder } from '#platform';
import { CheckedKeys, type GoodKey } from './checked-keys.ts';

const holder: KeyHolder = { organizationId: 'o', userId: 'u', role: 'member', apiKeyId: 'k', scopes: [] };
const GOOD: GoodKey = { holder, expiresInMs: 86_400_000 };

/** Checks that end when and as the test says. */
function heldChecks() {
  const ends: ((good: GoodKey | undefined) => void)[] = [];
  const check = jest.fn(() => new Promise<GoodKey | undefined>((resolve) => ends.push(resolve)));
  return { check, end: (index: number, good?: GoodKey) => ends[index]?.(good) };
}

let keys: CheckedKeys;
beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  keys = new CheckedKeys();
});
afterEach(() => void jest.useRealTimers());

describe('a key that was found good', () => {
  it('is not asked about for 400 ms, then once while it is used on, and waited for after 800 ms', async () => {
    const { check, end } = heldChecks();
    const first = keys.holderOf('h', check);
    end(0, GOOD);
    expect(await first).toBe(holder);
    jest.advanceTimersByTime(399);
    await keys.holderOf('h', check);
    expect(check).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1);
    expect([await keys.holderOf('h', check), await keys.holderOf('h', check)]).toEqual([holder, holder]);
    expect(check).toHaveBeenCalledTimes(2);
    jest.advanceTimersByTime(400);
    const waiting = keys.holderOf('h', check);
    expect(check).toHaveBeenCalledTimes(2);
    end(1, undefined);
    expect(await waiting).toBeUndefined();
  });

  it('is asked about as soon as it expires', async () => {
    const check = jest.fn<() => Promise<GoodKey | undefined>>();
    check.mockResolvedValueOnce({ holder, expiresInMs: 100 }).mockResolvedValue(undefined);
    expect(await keys.holderOf('h', check)).toBe(holder);
    jest.advanceTimersByTime(99);
    expect(await keys.holderOf('h', check)).toBe(holder);
    jest.advanceTimersByTime(1);
    expect(await keys.holderOf('h', check)).toBeUndefined();
  });

  it('is used while the check fails, up to 800 ms after the last one that did not', async () => {
    await keys.holderOf('h', () => Promise.resolve(GOOD));
    const away = () => Promise.reject(new Error('away'));
    jest.advanceTimersByTime(799);
    expect(await keys.holderOf('h', away)).toBe(holder);
    jest.advanceTimersByTime(1);
    await expect(keys.holderOf('h', away)).rejects.toThrow('away');
  });
});

describe('a check that is under way', () => {
  it.each<[string, () => void]>([
    ['its key is forgotten', () => keys.forgetKey('k')],
    ['its user is forgotten', () => keys.forgetUser('u')],
  ])('is neither joined nor kept once %s', async (_what, forget) => {
    await keys.holderOf('h', () => Promise.resolve(GOOD));
    jest.advanceTimersByTime(500);
    const { check, end } = heldChecks();
    await keys.holderOf('h', check);
    forget();
    const after = keys.holderOf('h', check);
    end(0, GOOD);
    end(1, undefined);
    expect(await after).toBeUndefined();
    expect(await keys.holderOf('h', () => Promise.resolve(undefined))).toBeUndefined();
  });

  it('is not joined, nor kept, when it hangs', async () => {
    const { check, end } = heldChecks();
    const hanging = keys.holderOf('h', check);
    jest.advanceTimersByTime(800);
    const second = keys.holderOf('h', check);
    end(1, undefined);
    expect(await second).toBeUndefined();
    end(0, GOOD);
    await hanging;
    expect(await keys.holderOf('h', () => Promise.resolve(undefined))).toBeUndefined();
  });
});

it('keeps no key that is not good, and no more keys than it may', async () => {
  const unknown = jest.fn(() => Promise.resolve(undefined));
  await keys.holderOf('bad', unknown);
  await keys.holderOf('bad', unknown);
  expect(unknown).toHaveBeenCalledTimes(2);
  const good = jest.fn(() => Promise.resolve(GOOD));
  for (let key = 0; key <= 10_000; key += 1) await keys.holderOf(`h${key}`, good);
  for (const hash of ['h1', 'h10000', 'h0']) await keys.holderOf(hash, good);
  expect(good).toHaveBeenCalledTimes(10_002);
});
