import { describe, expect, it } from '@jest/globals';
import { sameValue } from './value-key.ts';

describe('values say the same', () => {
  it.each([
    ['Head of Engines', ' head  of ENGINES '],
    ['Café', 'Cafe\u0301'],
    ['co\u00ADop', 'coop'],
    ['https://www.linkedin.com/in/ada', 'http://linkedin.com/in/Ada/'],
    ['https://twitter.com/ada', 'https://x.com/ada'],
    [
      { latitude: 1, longitude: 2 },
      { longitude: 2, latitude: 1 },
    ],
  ])('%j and %j', (a, b) => {
    expect(sameValue(a, b)).toBe(true);
  });
});

describe('values differ', () => {
  it.each<[unknown, unknown]>([
    ['CTO', 'CEO'],
    ['Café', 'Cafe'],
    ['https://a.example/x', 'https://a.example/y'],
    ['https://a.example/?q=1', 'https://a.example/'],
    ['83', 83],
    [null, ''],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
  ])('%j and %j', (a, b) => {
    expect(sameValue(a, b)).toBe(false);
  });
});
