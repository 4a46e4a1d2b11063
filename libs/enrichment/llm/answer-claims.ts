import type { Claim, EnrichmentSubject, SourceDocument, SubjectInput } from '../source.ts';
import { isSupported, normalizeQuote } from '../verify.ts';
import { beginsAsSelf, describesCompany, namesIndustry } from './company-binding.ts';
import { plain } from './plain-text.ts';
import { bindsToPerson, type Surroundings } from './person-binding.ts';
import type { ModelAnswer, TextField } from './question.ts';
import type { Standing } from './standing.ts';

type Finding = ModelAnswer['findings'][number];

/** Below markup's 0.92 to 0.95: with a person found by domain and name (0.8) it just passes what is written, 0.7. */
const PRIOR = 0.9;
const EXTRACTION = 0.98;
const MAX_FINDINGS = 20;
const LONGEST: Readonly<Record<TextField, number>> = { jobTitle: 100, industry: 60, description: 500 };
const MAX_QUOTE = 600;
/** How much of the document around a quote is looked at. */
const AROUND = 160;

/** A page that talks to language models is not quoted anywhere near. Folded. */
const TALKS_TO_MODELS =
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|rule|above|previous|earlier)|\b(?:system|developer) ?(?:prompt|message)\b|\b(?:language models?|llms?|chatgpt|gpt-\d|claude|ai (?:model|assistant|agent|system)s?|assistants?:|system:|user:)\b|\b(?:respond|reply|answer|output|return|write|extract|report|set|record)\b.{0,30}\b(?:as the value|json|jobtitle|job_title|field|findings|verbatim)\b|\bas an ai\b|"(?:field|value|quote|document|findings|jobtitle)" ?:|\bignorier\w*\b.{0,40}\b(?:anweisung|vorherig)|\bignore[zr]?\b.{0,40}\binstructions\b|\bignora\b.{0,40}\b(?:istruzioni|instrucciones)/u;

/**
 * What of a model's answer stands up, checked against the documents alone. A field for which two different values stand
 * up is left out.
 */
export function claimsFrom(
  answer: ModelAnswer,
  fields: readonly TextField[],
  documents: readonly SourceDocument[],
  subject: EnrichmentSubject,
  standing: (document: SourceDocument) => Standing | null,
): Claim[] {
  const claims = answer.findings.slice(0, MAX_FINDINGS).flatMap((finding) => {
    const document = documents[finding.document - 1];
    if (!document || !fields.includes(finding.field)) return [];
    const claim = toClaim(finding, document, subject, standing(document));
    return claim && isSupported(claim) ? [claim] : [];
  });
  const valuesOf = (field: string): Set<string> =>
    new Set(claims.filter((claim) => claim.field === field).map(({ value }) => plain(String(value)).folded));
  return claims.filter(
    ({ field }, index) => valuesOf(field).size === 1 && claims.findIndex((other) => other.field === field) === index,
  );
}

interface Read {
  readonly value: string;
  readonly quote: string;
  readonly around: Surroundings;
  readonly document: SourceDocument;
}

function toClaim(
  { field, value: given, quote: quoted }: Finding,
  document: SourceDocument,
  subject: EnrichmentSubject,
  standing: Standing | null,
): Claim | null {
  const [value, quote] = [given, quoted].map((text) => text.replace(/\s+/gu, ' ').trim()) as [string, string];
  if (!standing || !isPlausible(field, value) || quote.length > MAX_QUOTE) return null;
  const around = surroundings(document.text, quote);
  if (!around || isInstructed(around, quote)) return null;
  const read = { value, quote, around, document };
  return field === 'jobTitle' ? personClaim(read, subject, standing) : companyClaim(field, read, subject, standing);
}

const cited = ({ value, quote, document }: Read, identity: number) => ({
  ...{ value, citation: { document, quote }, basis: 'verbatim' as const },
  strength: { prior: PRIOR, identity, extraction: EXTRACTION },
});

function personClaim(read: Read, { contact, company }: EnrichmentSubject, { person }: Standing): Claim | null {
  const { firstName, lastName } = contact;
  if (!person || !lastName) return null;
  const named = { firstName, lastName, employer: company?.name ?? null };
  if (!bindsToPerson(read.quote, read.value, named, read.around)) return null;
  const inputs = [...new Set<SubjectInput>([...person.inputs, 'firstName', 'lastName'])];
  return { ...cited(read, person.identity), subject: 'contact', field: 'jobTitle', inputs };
}

function companyClaim(
  field: 'industry' | 'description',
  read: Read,
  { company }: EnrichmentSubject,
  standing: Standing,
): Claim | null {
  if (!standing.company || !company || !isWholeSentence(read.around, read.quote)) return null;
  const says = field === 'industry' ? namesIndustry : saysWhole;
  if (!says(read.quote, read.value, company.name)) return null;
  const inputs = [...new Set<SubjectInput>([...standing.company.inputs, 'companyName'])];
  return { ...cited(read, standing.company.identity), subject: 'company', field, inputs };
}

function isPlausible(field: TextField, value: string): boolean {
  return value.length <= LONGEST[field] && /\p{L}/u.test(value) && !/[<>{}\\]|https?:|www\./iu.test(value);
}

function saysWhole(quote: string, value: string, companyName: string): boolean {
  const bare = (text: string): string => normalizeQuote(text).replace(/[.!]$/u, '');
  return bare(quote) === bare(value) && value.length >= 20 && describesCompany(value, companyName);
}

/** The text around the first place where a quote stands; null where it stands nowhere. */
function surroundings(text: string, quote: string): Surroundings | null {
  const [whole, part] = [normalizeQuote(text), normalizeQuote(quote)];
  const at = whole.indexOf(part);
  if (part === '' || at < 0) return null;
  const end = at + part.length;
  return { before: whole.slice(Math.max(0, at - AROUND), at), after: whole.slice(end, end + AROUND) };
}

/** Whether what leads up to a quote, the rest of its sentence or the next one tells a model what to say. */
function isInstructed({ before, after }: Surroundings, quote: string): boolean {
  const rest = /[.!?]$/u.test(quote) ? '' : (/^[^.!?]*[.!?]?/u.exec(after)?.[0] ?? '');
  const next = /^[^.!?]*/u.exec(after.slice(rest.length))?.[0] ?? '';
  return TALKS_TO_MODELS.test(plain(`${before}${quote}${rest}${next}`).folded);
}

/** A sentence that is cut out of another may say the opposite of it. A capital "We" begins one, whatever stands before. */
function isWholeSentence({ before, after }: Surroundings, quote: string): boolean {
  const begins = beginsAsSelf(quote) || /(?:^|[.!?:;"”]\s*|\p{Lu}[\p{L}\p{N}-]*\s)$/u.test(before);
  return begins && (/[.!]$/u.test(quote) || /^[.!]/u.test(after));
}
