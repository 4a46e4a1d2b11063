import type { Piece, Where } from './case.ts';
import type { Business } from './companies.ts';
import type { Person } from './people.ts';
import type { Words } from './words.ts';

/** A person with the addresses that pages may give for them. */
export interface Profile extends Person {
  readonly email: string;
  readonly linkedin: string;
  readonly github: string;
  readonly twitter: string;
  readonly website: string;
  readonly photo: string;
  readonly bio: string;
  readonly headline: string;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
}

/** What a template may use: the person looked for, three colleagues, the company and its site. */
export interface PersonSetting {
  readonly me: Profile;
  readonly a: Profile;
  readonly b: Profile;
  readonly d: Profile;
  readonly company: Business;
  readonly host: string;
  readonly w: Words;
}

type LinkField = 'linkedinUrl' | 'githubUrl' | 'twitterUrl' | 'websiteUrl' | 'avatarUrl';
export type PersonField = 'jobTitle' | LinkField | 'bio' | 'headline' | 'skills' | 'languages';

/** A way to present people; `holds` says which of the person's facts are on the page, and how. */
export interface PersonTemplate {
  readonly id: string;
  readonly holds: Partial<Record<PersonField, Where>>;
  build(setting: PersonSetting): Piece;
}

/** One template. */
export const page = (id: string, holds: PersonTemplate['holds'], build: PersonTemplate['build']): PersonTemplate => ({
  id,
  holds,
  build,
});
