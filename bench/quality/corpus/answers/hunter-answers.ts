import type { QualityCase } from '../case.ts';
import { answerCases, CONTACT, type AnswerSpec } from './answer-case.ts';
import { FALSE, LEEDS, RANK } from './places.ts';

const record = {
  ...{ id: 'b3ae14fb-6725-56d1-ac68-a76f8ce04dec', email: CONTACT.email, phone: null, fuzzy: false },
  ...{ name: { fullName: 'Mara Ellingwood', givenName: 'Mara', familyName: 'Ellingwood' }, location: null, geo: {} },
  ...{ linkedin: { handle: null }, twitter: { handle: null }, github: { handle: null } },
  employment: { domain: 'harrowgate.example', name: 'Harrowgate Instruments', title: 'Head of Operations' },
};
const elsewhere = { domain: 'gullwing.example', name: 'Gullwing Freight', title: FALSE.title };
const person = (more: object = {}): AnswerSpec['answers'] => ({
  '/people/find': { body: { data: { ...record, ...more }, meta: { email: CONTACT.email } } },
});
const company = (more: object = {}): AnswerSpec['answers'] => ({
  '/companies/find': {
    body: {
      data: {
        ...{ id: '95ca56a8-a019-5c41-881e-293d9ca4741a', name: 'Harrowgate Instruments', domain: 'harrowgate.example' },
        ...{ category: {}, geo: {}, metrics: { employees: '201-500' }, linkedin: {}, twitter: {}, ...more },
      },
    },
  },
});
const jobTitle = 'Head of Operations';
const domain = { 'company.domain': 'harrowgate.example' };

const specs: readonly AnswerSpec[] = [
  {
    id: 'full',
    answers: {
      ...person({
        ...{ location: 'Leeds, England, United Kingdom', bio: 'Keeps torque in check.', site: 'https://mara.example' },
        geo: { city: 'Leeds', state: 'England', country: 'United Kingdom', countryCode: 'GB' },
        ...{
          linkedin: { handle: 'mara-ellingwood' },
          twitter: { handle: 'mara_e' },
          github: { handle: 'mellingwood' },
        },
      }),
      ...company({
        ...{ description: 'Makes torque wrenches.', foundedYear: 1984, logo: 'https://logos.example/harrowgate' },
        ...{ category: { sector: 'Industrials', industry: 'Measuring Instruments' }, geo: { city: 'Leeds' } },
        ...{ linkedin: { handle: 'company/harrowgate' }, twitter: { handle: 'harrowgate' } },
      }),
    },
    holds: {
      ...{ jobTitle, bio: 'Keeps torque in check.', websiteUrl: 'https://mara.example/' },
      linkedinUrl: 'https://www.linkedin.com/in/mara-ellingwood',
      ...{ twitterUrl: 'https://x.com/mara_e', githubUrl: 'https://github.com/mellingwood', ...domain },
      ...{ 'company.description': 'Makes torque wrenches.', 'company.foundedYear': 1984 },
      ...{ 'company.logoUrl': 'https://logos.example/harrowgate', 'company.industry': 'Measuring Instruments' },
      ...{ 'company.headquarters': 'Leeds', 'company.twitterUrl': 'https://x.com/harrowgate' },
      'company.linkedinUrl': 'https://www.linkedin.com/company/harrowgate',
    },
    place: LEEDS,
    rank: RANK,
  },
  { id: 'a fuzzy match at the same employer', answers: person({ fuzzy: true }), holds: { jobTitle }, rank: RANK },
  { id: 'not known', answers: {} },
  {
    id: 'who asked to be left out',
    answers: { '/people/find': { status: 451, body: { errors: [{ id: 'claimed_email', code: 451 }] } } },
  },
  {
    id: 'types of another kind',
    answers: {
      ...person({ name: 'Mara', employment: [], bio: 4, site: true, geo: 'Leeds', twitter: 'mara_e' }),
      ...company({ foundedYear: '84', category: 'Instruments', logo: 7, metrics: null }),
    },
    holds: domain,
  },
  {
    id: 'a fuzzy match at another employer',
    trap: 'a namesake',
    answers: person({ fuzzy: true, employment: elsewhere, bio: 'Moon dust' }),
  },
  {
    id: 'another name',
    trap: 'a namesake',
    answers: person({ name: { fullName: 'Rick Roe' }, employment: { ...record.employment, title: FALSE.title } }),
  },
  {
    id: 'a title at another employer',
    trap: 'a former or other employer',
    answers: person({ employment: elsewhere, github: { handle: 'mellingwood' } }),
    holds: { githubUrl: 'https://github.com/mellingwood' },
  },
  {
    id: 'handles that are paths',
    trap: 'a false address',
    answers: person({
      ...{ employment: {}, site: 'javascript:alert(1)', linkedin: { handle: '../company/evil' } },
      ...{ twitter: { handle: 'x?u=evil' }, github: { handle: 'evil/repo' } },
    }),
  },
  {
    id: 'a company of another domain',
    trap: 'another company',
    answers: company({ domain: 'gullwing.example', description: 'Moon dust.' }),
  },
];

/** Answers of Hunter, version 2: https://hunter.io/api-documentation/v2#enrichment. */
export const hunterAnswers = (): QualityCase[] =>
  answerCases(
    {
      ...{ source: 'hunter', address: { HUNTER_BASE_URL: '' }, subject: 'contact' },
      settings: { HUNTER_API_KEY: 'none' },
    },
    specs,
  );
