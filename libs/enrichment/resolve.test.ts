import { describe, expect, it } from '@jest/globals';
import { MAX_CONFIDENCE } from '#contacts';
import { claimConfidence, resolve, type SourcedClaim } from './resolve.ts';
import type { Claim, SubjectInput } from './source.ts';

const document = { url: 'https://acme.example/', fetchedAt: new Date(0), text: '', data: null };

function says(
  source: string,
  value: unknown,
  confidence: number,
  field = 'jobTitle',
  inputs: SubjectInput[] = ['email'],
): SourcedClaim {
  const strength = { prior: confidence, identity: 1, extraction: 1 };
  const citation = { document, quote: String(value) };
  return {
    source,
    claim: { subject: 'contact', field, value, citation, strength, inputs, basis: 'verbatim' } as Claim,
  };
}

describe('what several claims come to', () => {
  it.each([
    ['one claim', [says('a', 'CEO', 0.8)], 'CEO', 0.8],
    ['two independent sources that agree', [says('a', 'CEO', 0.8), says('b', 'CEO', 0.6)], 'CEO', 0.92],
    ['one source that says it twice', [says('a', 'CEO', 0.8), says('a', 'CEO', 0.7)], 'CEO', 0.8],
    [
      'agreement but for letter case and Unicode form',
      [says('a', 'Géran\u0074', 0.5), says('b', 'GE\u0301RANT', 0.5)],
      'Gérant',
      0.75,
    ],
    ['many that agree, at the cap', ['a', 'b', 'c', 'd'].map((source) => says(source, 'CEO', 0.9)), 'CEO', 0.98],
    ['one that is surer than anything may be', [says('a', 'CEO', 1)], 'CEO', 0.98],
    ['a conflict', [says('a', 'CEO', 0.9), says('b', 'CTO', 0.5)], 'CEO', 0.45],
    ['a conflict, the surer one last', [says('b', 'CTO', 0.5), says('a', 'CEO', 0.9)], 'CEO', 0.45],
    [
      'two against one that is surer',
      [says('a', 'CEO', 0.8), says('b', 'CTO', 0.7), says('c', 'CTO', 0.7)],
      'CTO',
      0.91 * 0.2,
    ],
    ['a source that contradicts itself', [says('a', 'CEO', 0.8), says('a', 'CTO', 0.8)], 'CEO', 0.8 * 0.2],
    ['a claim worth nothing beside one that is', [says('a', 'CEO', 0), says('b', 'CTO', 0.8)], 'CTO', 0.8],
  ])('%s', (_what, claims, value, confidence) => {
    const [found, ...more] = resolve(claims);
    expect(more).toEqual([]);
    expect(found?.finding.value).toBe(value);
    expect(found?.finding.confidence).toBeCloseTo(confidence, 10);
    expect(found?.finding.confidence).toBeLessThanOrEqual(MAX_CONFIDENCE);
  });

  it.each([
    ['no claims', []],
    ['claims worth nothing', [says('a', 'CEO', 0), says('b', 'CEO', -1)]],
    ['a claim without a number', [says('a', 'CEO', Number.NaN)]],
  ])('%s come to nothing', (_what, claims) => {
    expect(resolve(claims)).toEqual([]);
  });

  it('takes objects whose keys are in another order for the same', () => {
    const [found] = resolve([
      says('a', { city: 'Berlin', latitude: 52.5 }, 0.8, 'location'),
      says('b', { latitude: 52.5, city: 'Berlin' }, 0.5, 'location'),
    ]);
    expect(found?.finding.confidence).toBeCloseTo(0.9, 10);
  });
});

describe('places and addresses that agree', () => {
  const place = (latitude: number, longitude: number, precision: string, countryCode = 'DE') => ({
    ...{ city: 'Köln', region: null, country: 'Germany', countryCode, latitude, longitude, precision },
  });
  const city = place(50.93, 6.95, 'city');
  const house = place(50.9413, 6.9583, 'address');

  it('an address in the city supports it, and is written', () => {
    const [found, ...more] = resolve([says('address', city, 0.9, 'location'), says('osm', house, 0.5, 'location')]);
    expect(more).toEqual([]);
    expect(found?.finding).toMatchObject({ value: house, confidence: 0.95 });
    expect(found?.finding.evidence.map(({ source }) => source)).toEqual(['osm', 'address']);
  });

  it('two geocoders that differ by metres agree on the surer one', () => {
    const beside = place(50.9414, 6.9585, 'address');
    const [found] = resolve([says('a', house, 0.5, 'location'), says('b', beside, 0.8, 'location')]);
    expect(found?.finding).toMatchObject({ value: beside, confidence: 0.9 });
  });

  it.each([
    ['another country', place(50.94, 6.95, 'address', 'AT')],
    ['farther than a city reaches', place(51.23, 6.78, 'address')],
  ])('a place in %s is a rival', (_what, other) => {
    const [found] = resolve([says('a', city, 0.9, 'location'), says('b', other, 0.5, 'location')]);
    expect(found?.finding).toMatchObject({ value: city, confidence: 0.45 });
  });

  it('two addresses some kilometres apart are rivals, though of one city', () => {
    const elsewhere = place(50.96, 6.99, 'address');
    const [found] = resolve([says('a', house, 0.9, 'location'), says('b', elsewhere, 0.5, 'location')]);
    expect(found?.finding).toMatchObject({ value: house, confidence: 0.45 });
  });

  it.each([
    ['http://www.linkedin.com/in/jane/', 'https://linkedin.com/in/jane'],
    ['https://twitter.com/jane', 'https://x.com/Jane'],
  ])('%s is %s', (one, other) => {
    const [found] = resolve([says('a', one, 0.5, 'linkedinUrl'), says('b', other, 0.5, 'linkedinUrl')]);
    expect(found?.finding.confidence).toBeCloseTo(0.75, 10);
  });

  it('odd values are compared as they are', () => {
    const [found] = resolve([says('a', { latitude: 1 }, 0.5, 'location'), says('b', null, 0.5, 'location')]);
    expect(found?.finding.confidence).toBeCloseTo(0.25, 10);
  });
});

it('a claim is as sure as the product of its factors', () => {
  const { claim } = says('a', 'CEO', 0.9);
  expect(claimConfidence({ ...claim, strength: { prior: 0.9, identity: 0.5, extraction: 0.8 } })).toBeCloseTo(0.36, 10);
});

it('settles each field of contact and company by itself', () => {
  const website = says('a', 'https://acme.example', 0.9, 'website');
  const company = { ...website, claim: { ...website.claim, subject: 'company' } as Claim };
  const found = resolve([says('a', 'CEO', 0.9), website, company]);
  expect(found.map(({ subject, finding }) => [subject, finding.field, finding.confidence])).toEqual([
    ['contact', 'jobTitle', 0.9],
    ['contact', 'website', 0.9],
    ['company', 'website', 0.9],
  ]);
});

it('keeps the evidence of all that support the value, strongest first, and all that they rest on', () => {
  const [found] = resolve([
    says('weak', 'CEO', 0.5, 'jobTitle', ['firstName']),
    says('strong', 'CEO', 0.9, 'jobTitle', ['email', 'firstName']),
    says('other', 'CTO', 0.1, 'jobTitle', ['company']),
  ]);
  expect(found?.sources).toEqual(['strong', 'weak']);
  expect(found?.finding.evidence.map(({ source, confidence }) => [source, confidence])).toEqual([
    ['strong', 0.9],
    ['weak', 0.5],
  ]);
  expect(new Set(found?.finding.inputs)).toEqual(new Set(['email', 'firstName']));
});
