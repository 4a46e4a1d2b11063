import { serveJsonApi, type ApiAnswer, type ApiRequest, type JsonApi } from './json-api.ts';

/** Micro-dollars that a credit costs; Hunter's are not priced. */
export const PRICES = { people_data_labs: 100_000, apollo: 50_000 } as const;

/** Providers of records on loopback: the first two know everybody, and Hunter nobody. */
export interface PaidProviders {
  readonly peopleDataLabs: JsonApi;
  readonly apollo: JsonApi;
  readonly hunter: JsonApi;
  /** The settings of a stack that asks them after the sources that are free. */
  readonly env: Record<string, string>;
  /** Forgets what was asked, and answers as at first. */
  reset(): void;
  close(): Promise<void>;
}

export async function servePaidProviders(): Promise<PaidProviders> {
  const [peopleDataLabs, apollo, hunter] = [await serveJsonApi(), await serveJsonApi(), await serveJsonApi()];
  const all = [peopleDataLabs, apollo, hunter];
  const own: PaidProviders = {
    ...{ peopleDataLabs, apollo, hunter },
    env: {
      ENRICHMENT_SOURCES: 'email,company_website,people_data_labs,apollo,hunter',
      OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
      CREDIT_PRICES: Object.entries(PRICES)
        .map(([name, price]) => `${name}=${price}`)
        .join(','),
      ...{ PEOPLE_DATA_LABS_BASE_URL: peopleDataLabs.url, PEOPLE_DATA_LABS_API_KEY: 'k-labs' },
      ...{ APOLLO_BASE_URL: apollo.url, APOLLO_API_KEY: 'k-apollo' },
      ...{ HUNTER_BASE_URL: hunter.url, HUNTER_API_KEY: 'k-hunter' },
    },
    reset: () => {
      for (const api of all) api.requests.length = 0;
      peopleDataLabs.answer = peopleDataLabsAnswer();
      apollo.answer = apolloAnswer();
      hunter.answer = () => ({ status: 404 });
    },
    close: async () => {
      await Promise.all(all.map((api) => api.close()));
    },
  };
  own.reset();
  return own;
}

const questionIn = ({ path }: ApiRequest): URLSearchParams => new URL(path, 'http://provider.example').searchParams;
const recordIdOf = (email: string): string => email.replace(/\W/g, '_');
const nameIn = (question: URLSearchParams): string =>
  `${question.get('first_name') ?? ''} ${question.get('last_name') ?? ''}`.trim();
const isAboutPerson = ({ path }: ApiRequest): boolean => /^\/(person|people)\//.test(path);

/** The requests that ask for a person, or for a company. */
export const asked = ({ requests }: JsonApi, about: 'person' | 'company'): number =>
  requests.filter((request) => isAboutPerson(request) === (about === 'person')).length;

/** Everybody's record; what is given replaces parts of it. */
export function peopleDataLabsAnswer(person: object = {}, company: object = {}) {
  return (request: ApiRequest): ApiAnswer => {
    const question = questionIn(request);
    if (!isAboutPerson(request)) return { body: { ...companyOf(question.get('website') ?? ''), ...company } };
    const email = question.get('email') ?? '';
    const record = {
      ...{ id: recordIdOf(email), full_name: nameIn(question), work_email: email, job_title: 'Head of Engines' },
      ...{ linkedin_url: `linkedin.com/in/${recordIdOf(email)}`, job_company_website: email.split('@')[1] },
      ...{ location_name: 'Leeds, England, United Kingdom', location_locality: 'Leeds' },
      ...{ location_region: 'England', location_country: 'United Kingdom' },
    };
    return { body: { status: 200, likelihood: 9, data: { ...record, ...person } } };
  };
}

function companyOf(domain: string) {
  const name = domain.split('.')[0] ?? '';
  return {
    ...{ status: 200, likelihood: 9, id: `company_${name}`, name, display_name: name, website: domain },
    ...{ industry: 'Aerospace', summary: 'Builds engines.', employee_count: 83, founded: 1984 },
  };
}

/** Everybody's record, with that of their employer in it; what is given replaces parts of it. */
function apolloAnswer(person: object = {}) {
  return (request: ApiRequest): ApiAnswer => {
    const question = questionIn(request);
    const organization = organizationOf(question.get('domain') ?? '');
    if (!isAboutPerson(request)) return { body: { organization } };
    const email = question.get('email') ?? '';
    const record = {
      ...{ id: recordIdOf(email), name: nameIn(question), email, title: 'Head of Looms', organization },
      linkedin_url: `http://www.linkedin.com/in/${recordIdOf(email)}`,
      ...{ city: 'Leeds', state: 'England', country: 'United Kingdom' },
    };
    return { body: { person: { ...record, ...person } } };
  };
}

function organizationOf(domain: string) {
  const name = domain.split('.')[0] ?? '';
  return {
    ...{ id: `organization_${name}`, name, primary_domain: domain, industry: 'Aerospace' },
    ...{ short_description: 'Builds engines.', estimated_num_employees: 83 },
  };
}

/** An answer that comes only when the test says so. */
export interface HeldAnswers {
  readonly answer: JsonApi['answer'];
  /** Answers those who have asked, and all who will. */
  release(): void;
}

/** Keeps waiting whoever asks what is to be held. */
export function holdAnswers(answer: JsonApi['answer'], isHeld: (request: ApiRequest) => boolean): HeldAnswers {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  return {
    answer: async (request) => {
      if (isHeld(request)) await released;
      return answer(request);
    },
    release: () => release(),
  };
}

export const isCompanyQuestion = (request: ApiRequest): boolean => !isAboutPerson(request);
