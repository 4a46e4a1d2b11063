import { fold } from './text.ts';

/** Legal forms, which people leave out and sites spell differently (a selection of ISO 20275's list). */
const legalForms = new Set(
  (
    'inc incorporated corp corporation co company llc llp lp ltd limited plc pty pte gmbh ag kg kgaa ohg ug se eg ev mbh ' +
    'sa sas sarl sasu eurl srl spa sl slu sau bv nv vof oy oyj ab as asa aps sp zoo sro ad doo kft zrt nyrt bhd sdn kk lda ltda'
  ).split(' '),
);
const honorifics = new Set(
  (
    'mr mrs ms miss mx dr prof professor sir dame ir ing dipl mag herr frau mme mlle m sr sra don dona ' +
    'phd md mba msc bsc ma ba llm esq jr ii iii iv cpa cfa pe'
  ).split(' '),
);

/** Scripts whose names have the family name first, with or without a space. */
const familyFirstScript = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー々\s・]+$/u;

function words(name: string): string[] {
  return fold(name)
    .replace(/[.'’`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** A company's name for comparing: folded, without punctuation, legal form and leading article. */
export function foldCompanyName(name: string): string {
  const all = words(
    name.replace(/\b(g\.?m\.?b\.?h|s\.?p\.?a|s\.?r\.?l|s\.?a|b\.?v|n\.?v)\.?(?=\s|$)/gi, (form) =>
      form.replaceAll('.', ''),
    ),
  );
  const kept = all.filter((word, index) => !(index > 0 && legalForms.has(word)) && !(index === 0 && word === 'the'));
  return kept.filter((word) => word !== 'and' && word !== 'und').join(' ');
}

/** Whether a text ends with a legal form, or holds one before a comma: it names a company. */
export function hasLegalForm(text: string): boolean {
  return /\b(?:Inc|GmbH|Ltd|Limited|LLC|LLP|AG|KG|BV|B\.V\.|NV|Oy|Oyj|ApS|SARL|SAS|SpA|S\.p\.A\.|Srl|S\.r\.l\.|Lda|PLC|plc|Corp|Corporation|S\.A\.|A\/S|AB)(?![\p{L}])/u.test(
    text,
  );
}

/**
 * Whether a text names a person: their first name at its start and their last name at its end, with at most two middle
 * names between, or "Last, First". Titles and degrees around the name do not count.
 */
export function namesPerson(text: string, firstName: string, lastName: string): boolean {
  const first = words(firstName);
  const last = words(lastName);
  if (!first.length || !last.length || text.length > 150) return false;
  if (familyFirstScript.test(firstName) && familyFirstScript.test(lastName)) {
    const [name, given, family] = [text, firstName, lastName].map((part) =>
      part.normalize('NFKC').replace(/[\s・]+/gu, ''),
    );
    return name === `${family}${given}` || name === `${given}${family}`;
  }
  const [beforeComma = '', ...afterComma] = text.split(',');
  const rest = stripHonorifics(words(afterComma.join(' ')));
  const name = stripHonorifics(words(beforeComma));
  return spans([...name, ...rest], first, last) || (rest.length > 0 && spans([...rest, ...name], first, last));
}

function spans(name: readonly string[], first: readonly string[], last: readonly string[]): boolean {
  const middle = name.length - first.length - last.length;
  if (middle < 0 || middle > 2) return false;
  return (
    first.every((word, index) => name[index] === word) &&
    last.every((word, index) => name[first.length + middle + index] === word)
  );
}

function stripHonorifics(name: readonly string[]): string[] {
  const from = name.findIndex((word) => !honorifics.has(word));
  const to = name.findLastIndex((word) => !honorifics.has(word));
  return from < 0 ? [] : name.slice(from, to + 1);
}
