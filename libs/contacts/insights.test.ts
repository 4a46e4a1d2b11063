import { expect, it } from '@jest/globals';
import type { CompanyDetail } from './companies.service.ts';
import type { ContactDetail } from './contact-queries.ts';
import { composeInsights } from './insights.ts';
import type { ProfileValue } from './profile-queries.ts';

const known = (value: unknown, confidence = 0.9): ProfileValue => ({
  ...{ value, confidence, source: 'company_website', url: 'https://acme.example/team' },
  ...{ quote: String(value), fetchedAt: '2026-01-01T00:00:00.000Z', evidenceId: `of ${String(value)}` },
});

function brief(profile: Record<string, ProfileValue>, company: Record<string, ProfileValue> = {}) {
  const contact = {
    firstName: 'Mara',
    lastName: 'Ellingwood',
    address: null,
    company: null,
    isFullUser: false,
    profile,
  };
  const about = { name: 'Acme', description: null, industry: null, website: null, profile: company };
  const material = { contact: contact as unknown as ContactDetail, company: about as unknown as CompanyDetail };
  return composeInsights({ ...material, suggestions: [] });
}

it('says level and department in one line, with the evidence of both', () => {
  const { who } = brief({
    jobTitle: known('CFO'),
    seniority: known('c_suite', 0.8),
    department: known('human_resources'),
  });
  expect(who.map(({ text }) => text)).toEqual([
    'Mara Ellingwood is CFO',
    'Level: top management; department: human resources',
  ]);
  expect(who[1]?.confidence).toBe(0.8);
  expect(who[1]?.basis).toMatchObject([{ evidenceId: 'of c_suite' }, { evidenceId: 'of human_resources' }]);
});

it.each([
  ['who', { seniority: known('vp') }, 'Level: vice president'],
  ['who', { department: known('sales') }, 'Department: sales'],
  ['who', { headline: known('Ferry captain') }, 'In short: “Ferry captain”'],
  ['who', { languages: known(['Dansk', 'English']) }, 'Languages: Dansk, English'],
  ['where', { locationText: known('the harbour') }, 'By their own account in the harbour'],
  ['talkingPoints', { skills: known(['Ropes', 'Knots']) }, 'Knows about Ropes, Knots'],
] as const)('says in %s what is known', (part, profile, text) => {
  const line = brief(profile)[part].find((one) => one.text === text);
  expect(line).toMatchObject({ confidence: 0.9, basis: [{ kind: 'evidence', url: 'https://acme.example/team' }] });
});

it('says how many a company are, since when and where, each by its own evidence', () => {
  const figures = { employees: known(35), foundedYear: known(1984), headquarters: known('Lund, Sweden') };
  const { company } = brief({}, figures);
  expect(company.map(({ text, basis }) => [text, basis.length])).toEqual([
    ['Acme has 35 employees', 1],
    ['Acme was founded in 1984', 1],
    ['Acme has its head office in Lund, Sweden', 1],
  ]);
});

it('doubts a title once, not again what follows from it', () => {
  const { unsure } = brief({ jobTitle: known('CFO', 0.72), seniority: known('c_suite', 0.71), bio: known('x', 0.7) });
  expect(unsure.map(({ text }) => text)).toEqual([
    'The job title is likely, not certain',
    'The bio is likely, not certain',
  ]);
});
