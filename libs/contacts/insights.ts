import type { CompanyDetail } from './companies.service.ts';
import type { ContactDetail } from './contact-queries.ts';
import { followersOf } from './merge-decisions.ts';
import type { Profile, ProfileValue } from './profile-queries.ts';
import type { Suggestion } from './suggestion-queries.ts';

/** What a line stands on: a piece of evidence, or a field that a user keeps in the record. */
type InsightBasis =
  | { readonly kind: 'evidence'; readonly evidenceId: string; readonly quote: string; readonly url: string | null }
  | { readonly kind: 'record'; readonly field: string };

/** One sentence of a brief. */
interface InsightLine {
  readonly text: string;
  /** From 0 to 0.98 for a finding; null for what a user entered. */
  readonly confidence: number | null;
  readonly basis: readonly InsightBasis[];
}

/** A brief for someone who is about to reach out. It only repeats what the record and the profile hold. */
export interface Insights {
  readonly who: readonly InsightLine[];
  readonly where: readonly InsightLine[];
  readonly company: readonly InsightLine[];
  readonly talkingPoints: readonly InsightLine[];
  readonly unsure: readonly InsightLine[];
}

/** Everything a brief is made from. */
export interface InsightMaterial {
  readonly contact: ContactDetail;
  readonly company: CompanyDetail | null;
  readonly suggestions: readonly Suggestion[];
}

/** A written value below this is mentioned among what is unsure. */
const SURE_FROM = 0.8;

const LINKS: Readonly<Record<string, string>> = {
  linkedinUrl: 'LinkedIn',
  githubUrl: 'GitHub',
  twitterUrl: 'X',
  websiteUrl: 'Website',
};

/** How a level of seniority is spoken of, where its name is not a word. */
const LEVELS: Readonly<Record<string, string>> = { c_suite: 'top management', vp: 'vice president' };

/** Field names as words: `jobTitle` is "job title". */
const spoken = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function found(text: string, ...values: readonly ProfileValue[]): InsightLine {
  const basis = values.map(({ evidenceId, quote, url }) => ({ kind: 'evidence' as const, evidenceId, quote, url }));
  return { text, confidence: Math.min(...values.map(({ confidence }) => confidence)), basis };
}

const entered = (text: string, ...fields: readonly string[]): InsightLine => ({
  text,
  confidence: null,
  basis: fields.map((field) => ({ kind: 'record', field })),
});

/** Writes the brief. Every line names what it stands on; where nothing is known there is no line. */
export function composeInsights({ contact, company, suggestions }: InsightMaterial): Insights {
  return {
    who: whoLines(contact),
    where: whereLines(contact),
    company: company ? companyLines(company) : [],
    talkingPoints: talkingPoints(contact.profile, company),
    unsure: unsureLines(contact.profile, suggestions),
  };
}

function whoLines(contact: ContactDetail): InsightLine[] {
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ');
  const at = contact.company ? ` at ${contact.company.name}` : '';
  const title = contact.profile['jobTitle'];
  const lines = title
    ? [found(`${name} is ${String(title.value)}${at}`, title)]
    : [entered(`${name}${at}`, 'firstName', 'lastName', ...(contact.company ? ['company'] : []))];
  return [
    ...lines,
    ...rankLines(contact.profile),
    ...listLine(contact.profile['headline'], (headline) => `In short: “${headline}”`),
    ...listLine(contact.profile['languages'], (languages) => `Languages: ${languages}`),
    ...(contact.isFullUser ? [entered(`${name} has a user account in your organization`, 'email')] : []),
  ];
}

function rankLines({ seniority, department }: Profile): InsightLine[] {
  const level = seniority && (LEVELS[String(seniority.value)] ?? String(seniority.value));
  const parts = [
    ...(level === undefined ? [] : [`level: ${level}`]),
    ...(department ? [`department: ${String(department.value).replaceAll('_', ' ')}`] : []),
  ];
  const known = [seniority, department].filter((value) => value !== undefined);
  return known.length > 0 ? [found(capitalized(parts.join('; ')), ...known)] : [];
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A line of a text or a list of texts; none where nothing is known. */
function listLine(value: ProfileValue | undefined, say: (text: string) => string): InsightLine[] {
  if (!value) return [];
  return [found(say(Array.isArray(value.value) ? value.value.join(', ') : String(value.value)), value)];
}

function whereLines({ profile, address }: ContactDetail): InsightLine[] {
  const { location, locationText, timezone } = profile;
  if (!location) {
    const said = listLine(locationText, (text) => `By their own account in ${text}`);
    return [...(address === null ? [] : [entered(address, 'address')]), ...said];
  }
  const { city, region, country } = location.value as { city: string; region: string | null; country: string };
  const place = [city, region, country].filter(Boolean).join(', ');
  return timezone
    ? [found(`In ${place}; time zone ${String(timezone.value)}`, location, timezone)]
    : [found(`In ${place}`, location)];
}

function companyLines({ name, description, industry, profile }: CompanyDetail): InsightLine[] {
  return [
    ...factLine(description === null ? null : `${name}: ${description}`, 'description', profile),
    ...factLine(industry === null ? null : `${name} is in ${industry}`, 'industry', profile),
    ...listLine(profile['employees'], (count) => `${name} has ${count} employees`),
    ...listLine(profile['foundedYear'], (year) => `${name} was founded in ${year}`),
    ...listLine(profile['headquarters'], (place) => `${name} has its head office in ${place}`),
  ];
}

/** A company's field is a finding where its profile has it, else a user's own entry. */
function factLine(text: string | null, field: string, profile: Profile): InsightLine[] {
  if (text === null) return [];
  const value = profile[field];
  return [value ? found(text, value) : entered(text, `company.${field}`)];
}

function talkingPoints(profile: Profile, company: CompanyDetail | null): InsightLine[] {
  const links = Object.entries(LINKS).flatMap(([field, label]) => {
    const value = profile[field];
    return value ? [found(`${label}: ${String(value.value)}`, value)] : [];
  });
  const website = company
    ? factLine(company.website && `Read up on ${company.website}`, 'website', company.profile)
    : [];
  const skills = listLine(profile['skills'], (list) => `Knows about ${list}`);
  return [...skills, ...links, ...website];
}

function unsureLines(profile: Profile, suggestions: readonly Suggestion[]): InsightLine[] {
  const { emailType, emailProvider } = profile;
  const doubtful = Object.entries(profile)
    // What follows from the title is as doubtful as the title, which is said of that.
    .filter(([field, value]) => value.confidence < SURE_FROM && !followersOf('jobTitle').includes(field))
    .map(([field, value]) => found(`The ${spoken(field)} is likely, not certain`, value));
  return [
    ...(emailType?.value === 'role'
      ? [found('The email is the mailbox of a function, not of a person', emailType)]
      : []),
    ...(emailProvider?.value === 'disposable' ? [found('The email is of a throw-away provider', emailProvider)] : []),
    ...doubtful,
    ...suggestions.map(suggestionLine),
  ];
}

function suggestionLine({ field, value, subject, confidence, evidence }: Suggestion): InsightLine {
  const whose = subject === 'company' ? "company's " : '';
  const shown = typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  const basis = evidence.map(({ id, quote, url }) => ({ kind: 'evidence' as const, evidenceId: id, quote, url }));
  return { text: `The ${whose}${spoken(field)} may be ${shown}`, confidence, basis };
}
