import type { Piece, Where } from './case.ts';
import type { Business } from './companies.ts';
import type { Words } from './words.ts';

/** A company with the addresses that its site may give, and another company to be mixed up with. */
interface CompanySetting {
  readonly c: Business;
  readonly other: Business;
  readonly host: string;
  readonly url: string;
  readonly logo: string;
  readonly linkedin: string;
  readonly twitter: string;
  readonly w: Words;
  readonly figures: { readonly employees: string; readonly foundedYear: string };
}

type FigureField = 'employees' | 'foundedYear' | 'headquarters';
type CompanyField = 'industry' | 'description' | 'logoUrl' | 'linkedinUrl' | 'twitterUrl' | FigureField;

/** A way to present a company; `holds` says which of its facts are on the page, and how. */
export interface CompanyTemplate {
  readonly id: string;
  readonly holds: Partial<Record<CompanyField, Where>>;
  build(setting: CompanySetting): Piece;
}

/** One template. */
export const site = (
  id: string,
  holds: CompanyTemplate['holds'],
  build: CompanyTemplate['build'],
): CompanyTemplate => ({ id, holds, build });
