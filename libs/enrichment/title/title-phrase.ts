import { fold } from '../web/text.ts';

/** Roles that are over, or not begun: they say nothing of what somebody is. */
const notNow =
  /\b(?:former|formerly|ex|past|previous|previously|retired|emeritus|emerita|aspiring|future|prospective|ehemalig\w*|fruhere?\w?|ancien|ancienne|antigu[oa]|voormalig\w*|tidligere|tidigare|entinen|byly|byla)\b/;
/** Whoever assists, advises or writes for somebody is not what that somebody is. */
const servesAnother =
  /\b((?:assistant|assistente?|assistentin|assistenz|assistante|asistente|asystent|asystentka|assistentti|secretary|sekretar|sekretarin|secretaire|secretari[ao]|segretari[ao]|referent|referentin|adviser|advisor|berater|beraterin|aide|deputy|ea|pa|chief of staff|buro|office))\s+(?:to|of|for|der|des|de|du|del|della|di|da|do|von|van|vom|till|til)\b(.*)$/;
/** Marks of grammatical gender behind a title: "(m/w/d)", "Leiter*in", "Chargé·e", "Directeur(trice)". */
const genders: readonly RegExp[] = [
  /\(?\b[mwfhdx](?:\s*[/|]\s*[mwfhdx]){1,3}\b\)?/g,
  /(?<=[a-z])(?:[*:_·](?:innen|in|e|ne|trice)|\/-?(?:innen|in))\b/g,
  /(?<=[a-z])\((?:in|e|ne|a|trice)\)/g,
];

/** A title made ready for rules: folded, hyphens as spaces, without marks of gender. */
export interface TitlePhrase {
  readonly text: string;
  /** Whom or what an assistant or adviser serves, which is left out of the rest. */
  readonly served: string;
}

/** The roles that a title joins: what stands between commas, slashes and words for "and". */
export function partsOf(text: string): string[] {
  const parts = text.split(/\s*[,;:/|&+()–—•·]\s*|\s(?:and|und|et|y|e|en|i|og|och|ja|oraz|sowie)\s/);
  return parts.map((part) => part.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

/** @returns null where the title is of another time */
export function phraseOf(title: string): TitlePhrase | null {
  let text = fold(title).replace(/[’‘`´]/g, "'");
  for (const gender of genders) text = text.replace(gender, ' ');
  text = text
    .replace(/\b(?:[a-z]\.){2,}/g, (initials) => initials.replaceAll('.', ''))
    .replace(/\br\s*(?:&|and|\+)\s*d\b/g, 'rnd')
    .replace(/\badministrati\w+ (?:et|y|e|and|&) (?=finan)/g, '')
    .replace(/\S+'s?(?=\s)/g, ' ')
    .replace(/\b(?:d|l|dell|all|nell)'/g, ' ')
    .replace(/[-‐‑.]/g, (mark, at: number, whole: string) => (mark === '-' && whole[at - 1] === ' ' ? ' | ' : ' '))
    .replace(/\s+/g, ' ')
    .trim();
  if (notNow.test(text)) return null;
  const served = servesAnother.exec(text)?.[2]?.trim() ?? '';
  return { text: text.replace(servesAnother, '$1'), served };
}

/** A pattern of whole words from alternatives, one or more a line. */
export function anyOf(...alternatives: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${alternatives.join('|')})\\b`);
}
