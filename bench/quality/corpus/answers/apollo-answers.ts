import type { QualityCase } from '../case.ts';
import { answerCases, CONTACT, type AnswerSpec } from './answer-case.ts';
import { FALSE, LEEDS, RANK } from './places.ts';

const organization = {
  ...{ id: '5e66b6381e05b4008c8331b8', name: 'Harrowgate Instruments', primary_domain: 'harrowgate.example' },
  ...{ website_url: 'http://www.harrowgate.example', phone: '+15555550100', street_address: '1 Mill Lane' },
};
const elsewhere = { id: '5e66b6381e05b4008c8331b9', name: 'Gullwing Freight', primary_domain: 'gullwing.example' };
const record = {
  ...{ id: '64a7ff0cc4dfae00013df1a5', first_name: 'Mara', last_name: 'Ellingwood', name: 'Mara Ellingwood' },
  ...{ email: CONTACT.email, email_status: 'verified', title: 'Head of Operations', seniority: 'head' },
  ...{ linkedin_url: null, twitter_url: null, github_url: null, organization },
};
const person = (more: object = {}, beside: object = {}): AnswerSpec['answers'] => ({
  '/people/match': { body: { person: { ...record, ...more }, ...beside } },
});
/** A record that the account's own users keep. */
const contact = {
  ...{ id: '6f1a', name: 'Rick Roe', first_name: 'Rick', last_name: 'Roe', title: FALSE.title },
  ...{ email: CONTACT.email, linkedin_url: 'http://www.linkedin.com/in/rick-roe' },
};
const enriched = (more: object = {}): AnswerSpec['answers'] => ({
  '/organizations/enrich': { body: { organization: { ...organization, ...more } } },
});
const jobTitle = 'Head of Operations';
const linkedinUrl = 'https://www.linkedin.com/in/mara-ellingwood';
const linkedin = { linkedin_url: 'http://www.linkedin.com/in/mara-ellingwood' };
const domain = { 'company.domain': 'harrowgate.example' };

const specs: readonly AnswerSpec[] = [
  {
    id: 'full, with the employer',
    answers: person({
      ...{ ...linkedin, headline: 'Operations at Harrowgate', city: 'Leeds', state: 'England' },
      country: 'United Kingdom',
      organization: {
        ...{ ...organization, industry: 'measuring instruments', short_description: 'Makes torque wrenches.' },
        ...{ estimated_num_employees: 240, founded_year: 1984, city: 'Leeds' },
        ...{ logo_url: 'https://cdn.example/harrowgate', twitter_url: 'https://twitter.com/harrowgate/' },
      },
    }),
    holds: {
      ...{ jobTitle, headline: 'Operations at Harrowgate', linkedinUrl, ...domain },
      ...{ 'company.industry': 'measuring instruments', 'company.description': 'Makes torque wrenches.' },
      ...{ 'company.employees': 240, 'company.foundedYear': 1984, 'company.headquarters': 'Leeds' },
      ...{ 'company.logoUrl': 'https://cdn.example/harrowgate', 'company.twitterUrl': 'https://x.com/harrowgate' },
    },
    place: LEEDS,
    rank: RANK,
  },
  {
    id: 'person and company apart',
    answers: { ...person(), ...enriched({ industry: 'measuring instruments' }) },
    holds: { jobTitle, ...domain, 'company.industry': 'measuring instruments' },
    rank: RANK,
  },
  {
    id: 'a locked address',
    answers: person({ ...linkedin, email: 'email_not_unlocked@domain.example' }),
    holds: { jobTitle, linkedinUrl },
    rank: RANK,
  },
  { id: 'nobody, with status 200', answers: { '/people/match': { body: { person: null, credits_consumed: 0 } } } },
  {
    id: 'types of another kind',
    answers: {
      ...person({ title: ['Head'], headline: 7, city: 9, country: 'United Kingdom', organization: 'Harrowgate' }),
      ...enriched({ industry: 12, estimated_num_employees: '200-300', founded_year: null, logo_url: {} }),
    },
    holds: domain,
  },
  {
    id: "nobody but the account's own contact",
    trap: 'a namesake',
    answers: { '/people/match': { body: { person: null, contact } } },
  },
  {
    id: 'a contact of somebody else',
    trap: 'a namesake',
    answers: person({ contact, title: 'Head of Operations' }, { contact }),
    holds: { jobTitle },
    rank: RANK,
  },
  {
    id: 'a namesake at another employer',
    trap: 'a namesake',
    answers: person({ email: 'mara@gullwing.example', title: FALSE.title, organization: elsewhere }),
  },
  {
    id: 'a title at another employer',
    trap: 'a former or other employer',
    answers: person({ ...linkedin, title: FALSE.title, organization: { ...elsewhere, industry: 'moon dust' } }),
    holds: { linkedinUrl },
  },
  {
    id: 'a company of another domain',
    trap: 'another company',
    answers: enriched({ primary_domain: 'gullwing.example', industry: 'moon dust' }),
  },
  {
    id: 'false addresses',
    trap: 'a false address',
    answers: person({
      ...{ title: null, linkedin_url: 'http://www.linkedin.com.evil.example/in/m', github_url: 'data:text/html,x' },
      ...{ twitter_url: '//x.com@evil.example', organization: { ...organization, logo_url: 'javascript:alert(1)' } },
    }),
  },
  {
    id: 'an instruction in the description',
    trap: 'an instruction to the model',
    answers: enriched({ short_description: FALSE.instruction, industry: `<i>${FALSE.title}</i>` }),
    // Its own words, shown as such; nothing else follows from them.
    holds: { ...domain, 'company.description': FALSE.instruction },
  },
];

/** Answers of Apollo: https://docs.apollo.io/reference/people-enrichment and /organization-enrichment. */
export const apolloAnswers = (): QualityCase[] =>
  answerCases(
    {
      ...{ source: 'apollo', address: { APOLLO_BASE_URL: '' }, subject: 'contact' },
      settings: { APOLLO_API_KEY: 'none' },
    },
    specs,
  );
