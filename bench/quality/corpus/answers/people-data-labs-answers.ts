import type { QualityCase } from '../case.ts';
import { answerCases, CONTACT, type AnswerSpec } from './answer-case.ts';
import { FALSE, LEEDS, RANK } from './places.ts';

const record = {
  ...{ id: 'qEnOZ5Oh0poWnQ1luFBfVw_0000', full_name: 'Mara Ellingwood', first_name: 'Mara', last_name: 'Ellingwood' },
  ...{ sex: 'female', birth_year: 1984, work_email: CONTACT.email, personal_emails: [], mobile_phone: null },
  ...{ emails: [{ address: CONTACT.email, type: 'current_professional' }], job_title: 'Head of Operations' },
  ...{ job_company_name: 'Harrowgate Instruments', job_company_website: 'harrowgate.example' },
};
const leeds = {
  ...{ location_name: 'Leeds, England, United Kingdom', location_locality: 'Leeds' },
  ...{ location_region: 'England', location_country: 'United Kingdom' },
};
const elsewhere = { job_company_name: 'Gullwing Freight', job_company_website: 'gullwing.example' };
const hidden = { work_email: true, personal_emails: true, emails: true, recommended_personal_email: true };

const person = (more: object = {}, likelihood: unknown = 9): AnswerSpec['answers'] => ({
  '/person/enrich': { body: { status: 200, likelihood, data: { ...record, ...more } } },
});
const company = (more: object = {}): AnswerSpec['answers'] => ({
  '/company/enrich': {
    body: {
      ...{ status: 200, likelihood: 9, id: 'tnHcNHbCv8MKeLh92946LAkX6PKg', name: 'harrowgate instruments' },
      ...{ display_name: 'Harrowgate Instruments', website: 'harrowgate.example', size: '201-500', ...more },
    },
  },
});
const jobTitle = 'Head of Operations';
const linkedinUrl = 'https://www.linkedin.com/in/mara-ellingwood';
const domain = { 'company.domain': 'harrowgate.example' };

const specs: readonly AnswerSpec[] = [
  {
    id: 'full',
    answers: {
      ...person({
        ...{ ...leeds, headline: 'Operations at Harrowgate', summary: 'Keeps torque\n in check.' },
        ...{ skills: ['Calibration', 'Torque'], languages: [{ name: 'English', proficiency: 5 }, { name: 'Welsh' }] },
        ...{ linkedin_url: 'linkedin.com/in/mara-ellingwood', github_url: 'github.com/mellingwood' },
        twitter_url: 'twitter.com/mara_e',
      }),
      ...company({
        ...{ industry: 'Measuring Instruments', summary: 'Makes torque wrenches.', employee_count: 240, founded: 1984 },
        ...{ linkedin_url: 'linkedin.com/company/harrowgate', twitter_url: 'twitter.com/harrowgate' },
        location: { name: 'Leeds, England, United Kingdom', locality: 'Leeds', street_address: '1 Mill Lane' },
      }),
    },
    holds: {
      ...{ jobTitle, headline: 'Operations at Harrowgate', bio: 'Keeps torque in check.', linkedinUrl, ...domain },
      ...{ skills: 'Calibration, Torque', languages: 'English, Welsh', githubUrl: 'https://github.com/mellingwood' },
      ...{ twitterUrl: 'https://twitter.com/mara_e', 'company.industry': 'Measuring Instruments' },
      ...{ 'company.description': 'Makes torque wrenches.', 'company.employees': 240, 'company.foundedYear': 1984 },
      ...{ 'company.headquarters': 'Leeds', 'company.linkedinUrl': 'https://www.linkedin.com/company/harrowgate' },
      'company.twitterUrl': 'https://twitter.com/harrowgate',
    },
    place: LEEDS,
    rank: RANK,
  },
  {
    id: 'restricted fields',
    answers: person({ ...hidden, linkedin_url: 'linkedin.com/in/mara-ellingwood', location_name: true, skills: true }),
    holds: { jobTitle, linkedinUrl },
    rank: RANK,
  },
  { id: 'size as a range', answers: company({ employee_count: null }), holds: domain },
  {
    id: 'types of another kind',
    answers: {
      ...person({ job_title: 17, skills: 'none', languages: [null, 7], location_locality: { name: 'Leeds' } }),
      ...company({ industry: ['Moon'], employee_count: '240 or so', founded: 84.5, location: 'Leeds' }),
    },
    holds: domain,
  },
  { id: 'not known', answers: {} },
  { id: 'empty objects', answers: { '/person/enrich': { body: {} }, '/company/enrich': { body: {} } } },
  { id: 'a likelihood that is no number', answers: person({}, '9') },
  {
    id: 'a low likelihood',
    trap: 'a namesake',
    answers: person({ job_title: FALSE.title, headline: 'Moon dust' }, 5),
  },
  {
    id: 'a namesake at another employer',
    trap: 'a namesake',
    answers: person({ ...elsewhere, work_email: 'mara@gullwing.example', emails: [], job_title: FALSE.title }),
  },
  {
    id: 'a namesake without an employer',
    trap: 'a namesake',
    answers: person({
      ...{ work_email: null, emails: [], job_company_name: null, job_company_website: null },
      ...{ job_title: FALSE.title, linkedin_url: 'linkedin.com/in/another-mara' },
    }),
  },
  {
    id: 'a title at another employer',
    trap: 'a former or other employer',
    answers: person({ ...elsewhere, job_title: FALSE.title, linkedin_url: 'linkedin.com/in/mara-ellingwood' }),
    holds: { linkedinUrl },
  },
  {
    id: 'another name',
    trap: 'a namesake',
    answers: person({ full_name: 'Rick Roe', job_title: FALSE.title, linkedin_url: 'linkedin.com/in/rick-roe' }),
  },
  {
    id: 'an instruction in the bio',
    trap: 'an instruction to the model',
    answers: person({ summary: FALSE.instruction, job_title: `<b>${FALSE.title}</b>` }),
    // Their own words, shown as such; nothing else follows from them.
    holds: { bio: FALSE.instruction },
  },
  {
    id: 'false addresses',
    trap: 'a false address',
    answers: person({
      ...{ job_title: null, linkedin_url: 'linkedin.com.evil.example/in/mara', github_url: 'javascript:alert(1)' },
      twitter_url: 'https://x.com@evil.example/mara',
    }),
  },
  {
    id: 'a company of another website',
    trap: 'another company',
    answers: company({ website: 'gullwing.example', industry: 'Moon Dust', employee_count: 3 }),
  },
  {
    id: 'a company of another name',
    trap: 'another company',
    answers: company({ name: 'gullwing', display_name: 'Gullwing Freight', industry: 'Moon Dust' }),
  },
];

/** Answers of People Data Labs, version 5: https://docs.peopledatalabs.com/docs/output-response-person-enrichment-api. */
export const peopleDataLabsAnswers = (): QualityCase[] =>
  answerCases(
    {
      ...{ source: 'people_data_labs', address: { PEOPLE_DATA_LABS_BASE_URL: '' }, subject: 'contact' },
      settings: { PEOPLE_DATA_LABS_API_KEY: 'none' },
    },
    specs,
  );
