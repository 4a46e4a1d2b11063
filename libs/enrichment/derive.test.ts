import { expect, it } from '@jest/globals';
import { derive } from './derive.ts';
import { resolve, type SourcedClaim } from './resolve.ts';
import type { Claim } from './source.ts';

function titled(source: string, title: string, confidence = 0.8): SourcedClaim {
  const document = {
    url: `https://${source}.example/`,
    fetchedAt: new Date(0),
    text: `Jane Doe, ${title}`,
    data: null,
  };
  const claim: Claim = {
    ...{ subject: 'contact', field: 'jobTitle', value: title, basis: 'verbatim' },
    citation: { document, quote: `Jane Doe, ${title}` },
    strength: { prior: confidence, identity: 1, extraction: 1 },
    inputs: ['email', 'firstName', 'lastName'],
  };
  return { source, claim };
}

const summary = (claims: readonly SourcedClaim[]) =>
  resolve(derive(claims)).map(({ finding }) => [finding.field, finding.value, Number(finding.confidence.toFixed(3))]);

it('adds what a title says, on the same evidence and a little less sure', () => {
  const given = titled('acme', 'Head of Sales');
  const [first, ...derived] = derive([given]);
  expect(first).toBe(given);
  expect(derived.map(({ source, claim: { field, value } }) => [source, field, value])).toEqual([
    ['acme', 'seniority', 'head'],
    ['acme', 'department', 'sales'],
  ]);
  for (const { claim } of derived) {
    expect(claim).toMatchObject({ basis: 'rule', derivedFrom: 'Head of Sales', inputs: given.claim.inputs });
    expect(claim.citation).toBe(given.claim.citation);
    expect(claim.strength).toEqual({ prior: 0.8, identity: 1, extraction: 0.995 });
  }
});

it('adds nothing that a title does not say, and nothing to other fields', () => {
  expect(derive([titled('acme', 'Night Porter')])).toHaveLength(1);
  const bio = titled('acme', 'CEO');
  expect(derive([{ ...bio, claim: { ...bio.claim, field: 'bio' } as Claim }])).toHaveLength(1);
});

it('goes with the title that wins, and shares what disputes it', () => {
  const rivals = [titled('a', 'Head of Sales', 0.9), titled('b', 'Director of Sales', 0.5)];
  expect(summary(rivals)).toEqual([
    ['jobTitle', 'Head of Sales', 0.45],
    ['seniority', 'head', 0.448],
    ['department', 'sales', 0.448],
  ]);
});

it('takes no support for a value from a title that lost', () => {
  const [, seniority] = resolve(derive([titled('a', 'Head of Sales', 0.9), titled('b', 'Head of IT', 0.1)]));
  expect(seniority?.sources).toEqual(['a']);
  expect(seniority?.finding).toMatchObject({ follows: { field: 'jobTitle', value: 'Head of Sales' } });
});

it('leaves the field empty where only the losing title says something', () => {
  const found = summary([titled('a', 'Night Porter', 0.9), titled('b', 'CEO', 0.5)]);
  expect(found).toEqual([['jobTitle', 'Night Porter', 0.45]]);
});

it('combines sources that agree on the title, but for letter case', () => {
  expect(summary([titled('a', 'Head of Sales'), titled('b', 'HEAD OF SALES')])).toEqual([
    ['jobTitle', 'Head of Sales', 0.96],
    ['seniority', 'head', 0.958],
    ['department', 'sales', 0.958],
  ]);
});
