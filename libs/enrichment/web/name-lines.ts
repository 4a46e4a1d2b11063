import { hasLegalForm } from './names.ts';
import type { Line } from './lines.ts';
import { fold } from './text.ts';
import { namesRole, speaksOfAnother, titleIn } from './title-words.ts';

/** A person's name in a line of its own, or with a title beside it. */
export interface NameLine {
  readonly name: string;
  /** What the line goes on with, or begins with; empty where it holds the name alone. */
  readonly beside: string;
  readonly order: 'name first' | 'title first';
}

/** Words with which a line before a name is about the name, and no title of it. Folded. */
const LEADS_IN =
  /\b(our|the|unser\w*|notre|nuestr\w*|nostr\w*|meet|with|mit|avec|con|by|durch|contact|kontakt|contatto|contacto|enquir\w*|inquir\w*|anfragen?|questions?|fragen|interview|new|neue[rs]?|next|welcome|photos?|fotos?|text|autor\w*|author|publication|pubblicazione|publicacion|redak\w+|datenschutz\w*|data protection|privacy|webmaster|hosting|inhaltlich\w*|responsible|verantwortlich\w*|statement|message|words?|letter|grusswort|mot|nominated|candidates?|kandidat\w*|as|als|comme|to|an|zum|zur|deputy|stellvertret\w*|vice to)\b/;
/** In front of a name these say whose boss or helper somebody is. Folded. */
const RELATION =
  /^(?:(?:line |direct )?manager|supervisor|lead|leader|head|boss|chef|leiter(?:in)?|leitung|assistant|assistent(?:in)?|representative|agent|owner|editor)$/;
const REPRESENTED = /^(?:vertreten durch(?: de[nr]| die)?|vertretungsberechtigte[rsn]?|represented by(?: the)?)\s+/iu;
const AFTER_NAME = /^(.+?)(?:,|\s[|–—-])\s+(.+)$/u;
const AFTER_MARK = /^(.+?)\s*[/·•:]\s*(.+)$/u;
const IN_BRACKETS = /^(.+?)\s*\((.+)\)$/u;
const BEFORE_NAME = /^(.+?)(?:\s*:\s*|\s[|–—-]\s)(.+)$/u;
/** Two capitalized words at the end, as a name behind a title. */
const ENDS_AS_NAME = /(?:^|\s)(\p{Lu}\p{Ll}[\p{L}'’-]*\s\p{Lu}\p{Ll}[\p{L}'’-]*)\)?$/u;

/** What a line has beside a person's name; null where it does not name them, or names them among others. */
export function nameLine({ text, parts }: Line, isName: (text: string) => boolean): NameLine | null {
  if (isName(text)) return { name: text, beside: '', order: 'name first' };
  for (let count = 1; count < parts.length; count += 1) {
    const name = parts
      .slice(0, count)
      .join(' ')
      .replace(/[\s,:|–—-]+$/u, '');
    if (isName(name)) return { name, beside: trimmed(parts.slice(count).join(' ')), order: 'name first' };
  }
  for (let count = 1; count < parts.length; count += 1) {
    const [lead, name] = [parts.slice(0, count).join(' '), parts.slice(count).join(' ')];
    if (isName(name) && leadingTitle(lead.replace(/[\s,:|–—-]+$/u, ''), null) !== null)
      return { name, beside: lead.replace(/[\s,:|–—-]+$/u, ''), order: 'title first' };
  }
  return behindName(text, isName) ?? beforeName(text, isName);
}

function behindName(text: string, isName: (text: string) => boolean): NameLine | null {
  const found = AFTER_NAME.exec(text) ?? AFTER_MARK.exec(text) ?? IN_BRACKETS.exec(text);
  const [, name = '', rest = ''] = found ?? [];
  if (!isName(name)) return null;
  const beside = trimmed(rest);
  // A comma or dash has long been enough; other marks part people as well.
  return !AFTER_NAME.test(text) && namesSomebody(beside) ? null : { name, beside, order: 'name first' };
}

function beforeName(text: string, isName: (text: string) => boolean): NameLine | null {
  const [, beside = '', name = ''] = BEFORE_NAME.exec(text) ?? [];
  return isName(name) && leadingTitle(beside, null) !== null ? { name, beside, order: 'title first' } : null;
}

/** The title that stands before a name, as imprints have it ("Managing Director: Jane Doe"); null for any other lead. */
export function leadingTitle(line: string, companyName: string | null): string | null {
  const text = line.replace(/\s*:$/u, '').replace(REPRESENTED, '');
  if (LEADS_IN.test(fold(text)) || RELATION.test(fold(text)) || speaksOfAnother(text) || text.split(' ').length > 6)
    return null;
  const title = titleIn(text, companyName);
  return title === null || hasLegalForm(title) || namesSomebody(title) ? null : title;
}

function namesSomebody(text: string): boolean {
  const name = ENDS_AS_NAME.exec(text)?.[1];
  return name !== undefined && !name.split(' ').some((word) => namesRole(word)) && namesRole(text.replace(name, ''));
}

const trimmed = (text: string): string => text.replace(/^[\s,:|–—/·•-]+/u, '').trim();
