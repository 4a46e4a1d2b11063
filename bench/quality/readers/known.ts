import type { QualityCase } from '../corpus/case.ts';

interface KnownCompany {
  readonly industry: Set<string>;
  readonly description: Set<string>;
}

/** What the labels say of people and companies: scripted readers know it, as there is no model here that could read. */
export interface Known {
  /** Job titles by full name. */
  readonly titles: ReadonlyMap<string, ReadonlySet<string>>;
  readonly companies: ReadonlyMap<string, KnownCompany>;
}

/** Gathers the labels of a corpus. */
export function knownFrom(cases: readonly QualityCase[]): Known {
  const titles = new Map<string, Set<string>>();
  const companies = new Map<string, KnownCompany>();
  for (const { contact, company, holds } of cases) {
    const name = `${contact.firstName} ${contact.lastName ?? ''}`;
    const own = titles.get(name) ?? new Set();
    const theirs = companies.get(company.name) ?? { industry: new Set(), description: new Set() };
    titles.set(name, own);
    companies.set(company.name, theirs);
    for (const { subject, field, values } of holds) {
      const known = subject === 'contact' ? { jobTitle: own }[field] : { ...theirs }[field];
      for (const value of values) if (typeof value === 'string') known?.add(value);
    }
  }
  return { titles, companies };
}
