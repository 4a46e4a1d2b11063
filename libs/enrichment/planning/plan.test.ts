import { describe, expect, it } from '@jest/globals';
import type { KnownValue } from '#contacts';
import type { EnrichmentOptions } from './options.ts';
import { planEnrichment, stillOpen, type EnrichmentPlan } from './plan.ts';
import type { CatalogEntry } from './source-catalog.ts';

const now = new Date('2026-06-01T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

function entry(
  name: string,
  contact: string[],
  company: string[] = [],
  more: Partial<CatalogEntry> = {},
): CatalogEntry {
  const about = { name, gives: { contact, company } } as unknown as CatalogEntry['about'];
  return { about, off: null, keySet: false, baseUrl: null, price: null, ...more };
}

const catalog = [
  entry('mail', ['emailType']),
  entry('site', ['jobTitle', 'githubUrl'], ['industry']),
  entry('dear', ['jobTitle', 'bio'], ['industry'], { price: { credits: 1, costMicroUsd: 300 } }),
  entry('dearer', ['jobTitle', 'linkedinUrl'], [], { price: { credits: 2, costMicroUsd: 500 } }),
  entry('unpriced', ['linkedinUrl'], [], { price: { credits: 1 } }),
  entry('off', ['bio'], [], { off: 'It needs a key' }),
];

const value = (name: string, days: number, more: Partial<KnownValue> = {}): KnownValue => ({
  ...{ subject: name.startsWith('company.') ? 'company' : 'contact', field: name.replace('company.', '') },
  ...{ byUser: false, confidence: 0.9, readAt: daysAgo(days), ...more },
});

function plan(known: readonly KnownValue[], options: EnrichmentOptions = {}, hasCompany = true): EnrichmentPlan {
  return planEnrichment({ catalog, known, hasCompany, options, now });
}

/** Source → what it is asked for, or why it is not. */
const asked = ({ sources }: EnrichmentPlan) =>
  Object.fromEntries(sources.map(({ name, skipped, fields }) => [name, skipped ?? fields]));
const FRESH = 'All that it gives is known, and fresh';
const NOTHING = 'It gives nothing of what is looked for';
const NOT_WORTH = 'What it gives is known, kept by a user, or not worth a paid call';

describe('what is looked for', () => {
  it('is everything where nothing is known; what is off takes no part', () => {
    expect(asked(plan([]))).toEqual({
      ...{ mail: ['emailType'], site: ['jobTitle', 'githubUrl', 'company.industry'] },
      ...{ dear: ['jobTitle', 'company.industry', 'bio'], dearer: ['jobTitle', 'linkedinUrl'] },
      unpriced: ['linkedinUrl'],
    });
  });

  it('is nothing of a company where there is none', () => {
    expect(plan([], {}, false).fields.map(({ name }) => name)).not.toContain('company.industry');
  });

  it.each([
    ['a month for a contact', [value('jobTitle', 29)], {}, 'fresh'],
    ['no more than that', [value('jobTitle', 31)], {}, 'stale'],
    ['a quarter for a company', [value('company.industry', 89)], {}, 'fresh'],
    ['no more than that either', [value('company.industry', 91)], {}, 'stale'],
    ['as long as the request says', [value('jobTitle', 5)], { maxAgeDays: 4 }, 'stale'],
    ['longer if the request says so', [value('jobTitle', 300)], { maxAgeDays: 365 }, 'fresh'],
    ['not at all where it is forced', [value('jobTitle', 0)], { force: true }, 'stale'],
    ['not where it is less sure than was asked for', [value('jobTitle', 0)], { minConfidence: 0.95 }, 'unsure'],
    ['for ever, where a user entered it', [value('jobTitle', 0, { byUser: true, readAt: null })], {}, 'by_user'],
    ['for ever, also where it is forced', [value('jobTitle', 0, { byUser: true })], { force: true }, 'by_user'],
  ] as const)('a value is good %s', (_what, known, options, state) => {
    const { field, subject } = known[0];
    const name = subject === 'company' ? `company.${field}` : field;
    expect(plan(known, options).fields.find((one) => one.name === name)?.state).toBe(state);
  });

  it('a derived field is as fresh as what it follows from', () => {
    const { fields } = plan([value('jobTitle', 1), value('seniority', 40)]);
    expect(fields.filter(({ name }) => name === 'seniority')).toEqual([{ name: 'seniority', state: 'fresh' }]);
    expect(asked(plan([], { fields: ['seniority'] }))).toMatchObject({ site: ['jobTitle'], mail: NOTHING });
  });
});

describe('who is asked', () => {
  it('nobody for what is fresh', () => {
    const known = ['emailType', 'jobTitle', 'githubUrl', 'bio', 'linkedinUrl', 'company.industry'];
    const reasons = Object.values(asked(plan(known.map((name) => value(name, 1)))));
    expect(new Set(reasons)).toEqual(new Set([FRESH]));
  });

  it('who is free for a second opinion on what a user entered; who is paid not', () => {
    const known = [value('jobTitle', 1, { byUser: true }), value('company.industry', 1), value('linkedinUrl', 1)];
    expect(asked(plan(known))).toMatchObject({ site: ['jobTitle', 'githubUrl'], dear: NOT_WORTH, dearer: NOT_WORTH });
  });

  it('who is paid only for what is worth it, or was named', () => {
    const known = [value('jobTitle', 1), value('company.industry', 1)];
    expect(asked(plan(known))['dear']).toBe(NOT_WORTH);
    expect(asked(plan(known, { fields: ['bio'] }))['dear']).toEqual(['bio']);
  });

  it('the named sources alone', () => {
    expect(Object.keys(asked(plan([], { sources: ['site', 'mail', 'off'] })))).toEqual(['mail', 'site']);
  });

  it('those that the budget allows, in their order', () => {
    const tooDear = 'It may cost more than maxCost allows';
    expect(asked(plan([], { maxCost: 700 }))).toMatchObject({ dear: expect.any(Array), dearer: tooDear });
    expect(asked(plan([], { maxCost: 299 }))).toMatchObject({ mail: ['emailType'], dear: tooDear, dearer: tooDear });
    expect(asked(plan([], { maxCost: 10_000 }))['unpriced']).toMatch(/price is not known/);
  });
});

describe('while others answer', () => {
  const [, , dear] = plan([]).sources;

  it('a source is asked for what is still open, if that is worth its price', () => {
    expect(stillOpen(dear!, new Set(), {})).toEqual(['jobTitle', 'company.industry', 'bio']);
    expect(stillOpen(dear!, new Set(['jobTitle']), {})).toEqual(['company.industry']);
    expect(stillOpen(dear!, new Set(['jobTitle', 'company.industry']), {})).toEqual([]);
    expect(stillOpen(dear!, new Set(['jobTitle', 'company.industry']), { fields: ['bio'] })).toEqual(['bio']);
  });
});
