import type { ApiAnswer } from '../../../../test/support/json-api.ts';
import type { HeldFact, HeldPlace, ProviderAnswers, QualityCase } from '../case.ts';

/** What one answer is about, and what of it is true of the contact. */
export interface AnswerSpec {
  /** Names the situation. */
  readonly id: string;
  readonly answers: Readonly<Record<string, ApiAnswer>>;
  /** Values by field (`company.industry` beside those of a contact); what is not here must not be written. */
  readonly holds?: Readonly<Record<string, string | number>>;
  /** The contact's place, which holds their time zone too. */
  readonly place?: HeldPlace;
  /** What the job title that it holds says of level and department. */
  readonly rank?: { readonly seniority: string | null; readonly department: string | null };
  /** What it tries, if it would have something false written. */
  readonly trap?: string;
  readonly contact?: Partial<QualityCase['contact']>;
  readonly company?: Partial<QualityCase['company']>;
}

/** Where a provider's source finds it, and whom its fields are about. */
export interface ProviderSpec {
  readonly source: string;
  readonly address: ProviderAnswers['address'];
  readonly settings?: ProviderAnswers['settings'];
  readonly subject: HeldFact['subject'];
}

/** The person and company that all answers are asked for, unless one says otherwise. */
export const CONTACT = {
  email: 'mara.ellingwood@harrowgate.example',
  firstName: 'Mara',
  lastName: 'Ellingwood',
} as const;
const COMPANY = { name: 'Harrowgate Instruments', website: 'https://harrowgate.example' } as const;

/** Makes a provider's answers cases of the corpus. */
export function answerCases(provider: ProviderSpec, specs: readonly AnswerSpec[]): QualityCase[] {
  const { subject, ...known } = provider;
  return specs.map(({ id: situation, answers, holds = {}, place, rank, trap, contact, company }) => {
    const id = `${provider.source}-${situation.replaceAll(' ', '-')}`;
    return {
      id,
      kind: trap === undefined ? 'provider' : 'hostile',
      ...(trap !== undefined && { trap }),
      ...{ template: id, heldOut: false, sites: {}, provider: { ...known, answers } },
      contact: { ...CONTACT, ...contact },
      company: { ...COMPANY, ...company },
      ...(rank && { titled: { title: String(holds['jobTitle']), ...rank } }),
      ...(place && { placed: place }),
      holds: [
        ...Object.entries(holds).map(([name, value]) => factOf(name, value, subject)),
        ...(place ? [factOf('location', place, subject), factOf('timezone', place.timezone, subject)] : []),
      ],
    };
  });
}

function factOf(name: string, value: HeldFact['values'][number], usual: HeldFact['subject']): HeldFact {
  const isCompanys = name.startsWith('company.');
  const field = isCompanys ? name.slice('company.'.length) : name;
  return { subject: isCompanys ? 'company' : usual, field, values: [value], where: 'answer' };
}
