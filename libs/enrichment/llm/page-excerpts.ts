import { createHash } from 'node:crypto';
import type { SourceDocument } from '../source.ts';

/** A part of a document that a model gets to read. */
export interface Excerpt {
  readonly document: SourceDocument;
  readonly text: string;
}

const MAX_DOCUMENTS = 6;
const MAX_CHARACTERS = 8000;
/** Of all excerpts together. */
export const MAX_CHARACTERS_IN = 24_000;
/** What is read before the first mention of the person, where a page is too long to be read whole. */
const LEAD = 2000;

/**
 * What a model gets to read of the fetched pages: those that mention the person first, each at most 8,000 characters around
 * the first mention, together at most 24,000.
 */
export function excerptsOf(documents: readonly SourceDocument[], lastName: string | null): Excerpt[] {
  const mention = ({ text }: SourceDocument): number =>
    lastName === null ? -1 : text.toLowerCase().indexOf(lastName.toLowerCase());
  const read = documents.filter(({ text, url }) => url !== null && text.trim() !== '');
  const ranked = [...read].sort((a, b) => Number(mention(b) >= 0) - Number(mention(a) >= 0));
  const excerpts: Excerpt[] = [];
  let left = MAX_CHARACTERS_IN;
  for (const document of ranked.slice(0, MAX_DOCUMENTS)) {
    const at = mention(document);
    const length = Math.min(MAX_CHARACTERS, left);
    const from = at + LEAD > length ? Math.max(0, at - LEAD) : 0;
    const text = document.text.slice(from, from + length).toWellFormed();
    if (text !== '') excerpts.push({ document, text });
    left -= text.length;
  }
  return excerpts;
}

/**
 * The excerpts as one text, in which each has borders that it cannot forge: they hold a hash of all the texts. The same
 * texts give the same borders, so that a job that is tried again asks the same question.
 */
export function delimited(excerpts: readonly Excerpt[]): string {
  const seal = createHash('sha256')
    .update(excerpts.map(({ text }) => text).join('\0'))
    .digest('hex')
    .slice(0, 16);
  return excerpts
    .map(({ text }, index) => `<document-${seal} number="${index + 1}">\n${text}\n</document-${seal}>`)
    .join('\n\n');
}
