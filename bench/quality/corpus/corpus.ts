import { CHROMES } from './chrome.ts';
import { escapeHtml, type Piece, type QualityCase, type ServedPage } from './case.ts';
import { COMPANIES, type Business } from './companies.ts';
import { COMPANY_FIGURES } from './company-figures.ts';
import { COMPANY_HELD_OUT, COMPANY_PAGES } from './company-pages.ts';
import type { CompanyTemplate } from './company-template.ts';
import { HOSTILE_PEOPLE_HELD_OUT } from './hostile-held-out.ts';
import { HOSTILE_FACTS, HOSTILE_LAYOUT } from './hostile-layout.ts';
import { HOSTILE_PEOPLE } from './hostile-people.ts';
import { HOSTILE_PROSE, HOSTILE_PROSE_HELD_OUT } from './hostile-prose.ts';
import { HOSTILE_SITES, HOSTILE_SITES_HELD_OUT } from './hostile-sites.ts';
import { PEOPLE, type Person } from './people.ts';
import { HOSTILE_DETAILS, PERSON_DETAILS } from './person-details.ts';
import { PERSON_HELD_OUT } from './person-held-out.ts';
import { PERSON_LAYOUT } from './person-layout.ts';
import { PERSON_MARKUP } from './person-markup.ts';
import { PERSON_PROSE } from './person-prose.ts';
import type { PersonField, PersonTemplate, Profile } from './person-template.ts';
import { trapOf } from './traps.ts';
import { wordsOf } from './words.ts';

type Kind = Exclude<QualityCase['kind'], 'provider'>;
interface Made {
  readonly kind: Kind;
  readonly heldOut: boolean;
  readonly number: number;
}

/** How many sites are made of each template, with other people, companies and chrome. */
const VARIANTS: Readonly<Record<Kind, number>> = { person: 3, company: 3, hostile: 2 };

/** The whole labelled corpus, the same at every call. */
export function buildCorpus(): QualityCase[] {
  const people = (kind: Kind, heldOut: boolean, templates: readonly PersonTemplate[]) =>
    templates.flatMap((template, index) => variants(kind, heldOut, index, (made) => personCase(template, made)));
  const companies = (kind: Kind, heldOut: boolean, templates: readonly CompanyTemplate[]) =>
    templates.flatMap((template, index) => variants(kind, heldOut, index, (made) => companyCase(template, made)));
  return [
    ...people('person', false, [...PERSON_MARKUP, ...PERSON_LAYOUT, ...PERSON_PROSE, ...PERSON_DETAILS]),
    ...people('person', true, PERSON_HELD_OUT),
    ...companies('company', false, [...COMPANY_PAGES, ...COMPANY_FIGURES]),
    ...companies('company', true, COMPANY_HELD_OUT),
    ...people('hostile', false, [...HOSTILE_PEOPLE, ...HOSTILE_DETAILS, ...HOSTILE_PROSE, ...HOSTILE_LAYOUT]),
    ...people('hostile', true, [...HOSTILE_PEOPLE_HELD_OUT, ...HOSTILE_PROSE_HELD_OUT]),
    ...companies('hostile', false, [...HOSTILE_SITES, ...HOSTILE_FACTS]),
    ...companies('hostile', true, HOSTILE_SITES_HELD_OUT),
  ];
}

function variants(kind: Kind, heldOut: boolean, index: number, make: (made: Made) => QualityCase): QualityCase[] {
  const count = VARIANTS[kind];
  return Array.from({ length: count }, (_, variant) => make({ kind, heldOut, number: index * count + variant }));
}

const SKILLS = 'Rope splicing|Cost accounting|Harbour law|Tide tables|Welding|Beekeeping|Négociation|Buchführung'.split(
  '|',
);
const LANGUAGES = ['English', 'Deutsch', 'Français', 'Norsk', '日本語'];

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

function personCase(template: PersonTemplate, made: Made): QualityCase {
  // Latin letters only where the page is encoded in them.
  const pool = PEOPLE[made.heldOut ? 'heldOut' : 'tuned'].filter(
    ({ language }) => template.id !== 'legacy-charset' || !['ja', 'pl'].includes(language),
  );
  const person = at(pool, made.number * 5 + 1);
  const business = companyFor(person.language, made);
  const host = `${business.slug}-${made.kind[0] ?? ''}${made.heldOut ? 'x' : ''}${made.number}.example`;
  const colleagues = pool
    .filter((other) => other !== person)
    .sort((x, y) => Number(y.language === person.language) - Number(x.language === person.language));
  const [me, a, b, d] = [person, ...colleagues.slice(0, 3)].map((one) => profile(one, host)) as [
    Profile,
    Profile,
    Profile,
    Profile,
  ];
  const w = wordsOf(person.language);
  const piece = template.build({ me, a, b, d, company: business, host, w });
  const values: Record<PersonField, string> = {
    jobTitle: me.title,
    linkedinUrl: me.linkedin,
    githubUrl: me.github,
    twitterUrl: me.twitter,
    websiteUrl: me.website,
    avatarUrl: me.photo,
    ...{ bio: me.bio, headline: me.headline, skills: me.skills.join(', '), languages: me.languages.join(', ') },
  };
  return {
    ...caseBase(template.id, made),
    contact: { email: me.email, firstName: me.first, lastName: me.last },
    company: { name: business.name, website: made.number % 2 ? host : null },
    sites: sitesOf(piece, host, business, person.language, made.number, template.id),
    ...('jobTitle' in template.holds && { titled: { title: me.title, ...me.rank } }),
    holds: Object.entries(template.holds).map(([field, where]) => ({
      ...{ subject: 'contact' as const, field, where },
      values: [values[field as PersonField]],
    })),
  };
}

function companyCase(template: CompanyTemplate, made: Made): QualityCase {
  const c = at(COMPANIES[made.heldOut ? 'heldOut' : 'tuned'], made.number);
  const other = at(COMPANIES[made.heldOut ? 'heldOut' : 'tuned'], made.number + 1);
  const host = `${c.slug}-${made.kind === 'company' ? 'c' : 'y'}${made.heldOut ? 'x' : ''}${made.number}.example`;
  const url = `http://${host}/`;
  const handle = `${c.slug}_example`.slice(0, 15);
  const linkedin = `https://www.linkedin.com/company/${c.slug}-example`;
  const twitter = `https://twitter.com/${handle}`;
  const logo = `http://${host}/brand/logo.svg`;
  const figures = { employees: String(c.slug.length * 37), foundedYear: String(1830 + c.slug.length * 9) };
  const built = template.build({ c, other, host, url, logo, linkedin, twitter, figures, w: wordsOf(c.language) });
  const values = {
    industry: c.industry,
    description: c.description,
    logoUrl: logo,
    linkedinUrl: linkedin,
    twitterUrl: twitter,
    ...figures,
    headquarters: 'Havneby, Denmark',
  };
  return {
    ...caseBase(template.id, made),
    contact: { email: `office@${host}`, firstName: 'Robin', lastName: 'Unlisted' },
    company: { name: c.name, website: made.number % 3 ? host : null },
    sites: sitesOf({ onHome: true, ...built }, host, c, c.language, made.number, template.id),
    holds: Object.entries(template.holds).map(([field, where]) => ({
      ...{ subject: 'company' as const, field, where },
      values: [values[field as keyof typeof values]],
    })),
  };
}

function caseBase(template: string, { kind, heldOut, number }: Made) {
  const id = `${kind}${heldOut ? '-held-out' : ''}-${number}-${template}`;
  return { id, kind, template, heldOut, ...(kind === 'hostile' && { trap: trapOf(template) }) };
}

function companyFor(language: string, { heldOut, number }: Made): Business {
  const pool = COMPANIES[heldOut ? 'heldOut' : 'tuned'];
  return at(pool.filter((business) => business.language === language).concat(pool), number % 2);
}

function profile(person: Person, host: string): Profile {
  const { slug } = person;
  return {
    ...person,
    email: `${slug.replace('-', '.')}@${host}`,
    linkedin: `https://www.linkedin.com/in/${slug}`,
    github: `https://github.com/${slug}`,
    twitter: `https://x.com/${slug.replaceAll('-', '_').slice(0, 15)}`,
    website: `https://${slug}.example/`,
    photo: `http://${host}/people/${slug}.jpg`,
    bio: `${person.name} came to us by boat in 2015 and has not left the harbour since.`,
    headline: `${person.first} of the long table`,
    skills: [0, 3, 7].map((step) => at(SKILLS, slug.length + step)),
    languages: [0, 2].map((step) => at(LANGUAGES, slug.length + step)),
  };
}

function sitesOf(piece: Piece, host: string, company: Business, language: string, number: number, id: string) {
  const words = wordsOf(language);
  const chrome = at(CHROMES, number + id.length);
  const frame = { language, company: company.name, words };
  const telling = served(chrome({ ...frame, head: piece.head ?? '', body: piece.body }), piece);
  const path = id.includes('about') ? words.aboutPath : words.path;
  if (piece.onHome) return { [host]: { '/': telling } };
  const home = chrome({ ...frame, head: '', body: `<h1>${escapeHtml(company.name)}</h1>` });
  return { [host]: { '/': served(home, { body: '' }), [path]: telling } };
}

function served(html: string, { encoding, contentType = 'text/html' }: Piece): ServedPage {
  return {
    body: Buffer.from(
      encoding === 'latin1' ? html.replace('charset="utf-8"', 'charset="iso-8859-1"') : html,
      encoding ?? 'utf8',
    ),
    contentType,
  };
}
