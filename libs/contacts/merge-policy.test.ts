import { describe, expect, it } from '@jest/globals';
import { decide, decideDerived } from './merge-policy.ts';
import { sameValue } from './value-key.ts';

const now = new Date('2026-01-01T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const byUser = (value: unknown) => ({ origin: 'user' as const, value });
const found = (value: unknown, confidence = 0.7, foundAt = now) => ({
  ...{ origin: 'enrichment' as const, value, confidence, foundAt },
});

describe('what becomes of a finding', () => {
  it.each([
    ['fills an empty field', 'Software', 0.7, undefined, 'write'],
    ['replaces a finding that is no surer', 'Software', 0.7, found('Retail'), 'write'],
    ['is suggested beside a surer finding', 'Software', 0.75, found('Retail', 0.95), 'suggest'],
    ['replaces a finding that was surer a year ago', 'Software', 0.75, found('Retail', 0.95, daysAgo(365)), 'write'],
    [
      'is suggested beside a finding that still is surer',
      'Software',
      0.75,
      found('Retail', 0.95, daysAgo(30)),
      'suggest',
    ],
    ['refreshes the same finding', 'Software', 0.9, found('Software'), 'write'],
    ['is suggested where it is not sure enough to write', 'Software', 0.69, undefined, 'suggest'],
    ['is suggested beside a surer one that differs', 'Software', 0.5, found('Retail'), 'suggest'],
    ['is nothing new where it repeats a surer one', 'Software', 0.5, found('Software'), 'drop'],
    ['is dropped where it is a guess', 'Software', 0.39, undefined, 'drop'],
    ['is worth a look from 0.4', 'Software', 0.4, undefined, 'suggest'],
    ['never replaces what a user entered', 'Software', 0.98, byUser('Retail'), 'suggest'],
    ['never fills what a user cleared', 'Software', 0.98, byUser(null), 'suggest'],
    ['is nothing new where a user entered the same', 'Software', 0.98, byUser('Software'), 'drop'],
    ['is dropped as a guess beside what a user entered', 'Software', 0.39, byUser('Retail'), 'drop'],
  ])('%s', (_what, value, confidence, current, decision) => {
    expect(decide({ value, confidence }, current, now)).toBe(decision);
  });
});

describe('two values', () => {
  it.each([
    ['texts', 'Software', 'Software'],
    ['objects, whatever the order of their keys', { a: 1, b: { c: 2, d: [3] } }, { b: { d: [3], c: 2 }, a: 1 }],
    ['nothing', null, null],
    ['texts, whatever their letter case and spaces', 'Chief  Officer', 'chief officer'],
    ['addresses, but for scheme and a final slash', 'https://www.acme.example/a/', 'http://acme.example/a'],
  ])('are the same: %s', (_what, a, b) => {
    expect(sameValue(a, b)).toBe(true);
  });

  it.each([
    ['a letter', 'Software', 'Softwares'],
    ['order of a list', [1, 2], [2, 1]],
    ['a key', { a: 1 }, { a: 1, b: 2 }],
    ['nesting', { a: { b: 1 } }, { a: 1, b: 1 }],
    ['a number and its text', 1, '1'],
    ['nothing and an empty text', null, ''],
  ])('differ by %s', (_what, a, b) => {
    expect(sameValue(a, b)).toBe(false);
  });
});

describe('what becomes of a finding that follows another value', () => {
  const follower = { value: 'head', confidence: 0.69, follows: { value: 'Head of Sales' } };
  const title = (value: string) => ({ value });
  it.each([
    ['is written beside it', title('Head of Sales'), undefined, 'write'],
    ['replaces what was derived before', title('Head of Sales'), found('director', 0.9), 'write'],
    ['is nothing new where it repeats what is there', title('Head of Sales'), found('head', 0.9), 'drop'],
    ['is dropped beside another value', title('Night Porter'), undefined, 'drop'],
    ['is dropped where there is no value', undefined, undefined, 'drop'],
  ])('%s', (_what, leader, current, decision) => {
    expect(decideDerived(follower, leader, current, now)).toBe(decision);
  });
});
