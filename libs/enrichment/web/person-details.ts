import type { ContactField } from '../fields.ts';
import { internationalForm, parseNumber, phoneValues } from '../phone-number.ts';
import type { Claim } from '../source.ts';
import { describe, headline } from './descriptions.ts';
import { listIn, textsOf, type MarkupNode, type PointedText } from './markup-nodes.ts';
import { fold } from './text.ts';
import { canonicalUrl } from './urls.ts';

interface Detail {
  readonly field: ContactField;
  readonly value: unknown;
  readonly cited: PointedText;
  readonly basis?: Claim['basis'];
}

const maxItems = 20;
const maxItemLength = 60;
/** File names of pictures that stand in for a portrait. */
const noPortrait = /placeholder|default|blank|avatar-?0|no-?(?:photo|image|avatar|picture)|silhouette|dummy|logo/i;

/**
 * What a person's own markup says besides title and links. What other nodes of the site say alike is not the person's: the
 * number of the switchboard, a picture that stands in for all.
 * @param others the nodes of the site that are not this person
 * @param withPhone whether a number is looked for
 */
export function personDetails(node: MarkupNode, others: readonly MarkupNode[], withPhone: boolean): Detail[] {
  return [
    ...texts(node),
    ...list(node, 'skills', 'knowsAbout'),
    ...list(node, 'languages', 'knowsLanguage'),
    ...portrait(node, others),
    ...(withPhone ? telephone(node, others) : []),
  ];
}

/** `disambiguatingDescription` is schema.org's short line; a `description` is a biography however short. */
function texts(node: MarkupNode): Detail[] {
  const [line] = textsOf(node, 'disambiguatingDescription');
  const [about] = textsOf(node, 'description');
  const [short, long] = [line && headline(line.text), about && describe(about.text)];
  return [
    ...(line && short ? [{ field: 'headline' as const, value: short, cited: line }] : []),
    ...(about && long ? [{ field: 'bio' as const, value: long, cited: about }] : []),
  ];
}

function list(node: MarkupNode, field: 'skills' | 'languages', property: string): Detail[] {
  const found = listIn(node, property);
  if (!found) return [];
  const usable = found.items.filter((item) => item.length <= maxItemLength && !/@|www\./.test(item) && headline(item));
  const items = usable.filter((item, index) => usable.findIndex((other) => fold(other) === fold(item)) === index);
  return items.length > 0 ? [{ field, value: items.slice(0, maxItems), cited: found }] : [];
}

function portrait(node: MarkupNode, others: readonly MarkupNode[]): Detail[] {
  const own = textsOf(node, 'image').filter(({ pointer }) => !pointer.endsWith('/@id'));
  const [cited] = own;
  const value = cited ? canonicalUrl(cited.text, node.document.url) : null;
  if (!cited || own.length > 1 || value === null || noPortrait.test(new URL(value).pathname)) return [];
  const isShared = others.some((other) =>
    [...(other.types.includes('Person') ? textsOf(other, 'image') : []), ...textsOf(other, 'logo')].some(
      ({ text }) => canonicalUrl(text, other.document.url) === value,
    ),
  );
  return isShared ? [] : [{ field: 'avatarUrl', value, cited }];
}

/** The one number that is written with its country. */
function telephone(node: MarkupNode, others: readonly MarkupNode[]): Detail[] {
  const [cited, ...more] = textsOf(node, 'telephone');
  const number = cited ? numberOf(cited.text) : null;
  if (!cited || more.length > 0 || !number) return [];
  const isShared = others.some((other) =>
    textsOf(other, 'telephone').some(({ text }) => numberOf(text)?.number === number.number),
  );
  if (isShared) return [];
  return phoneValues(number).map((found) => ({ ...found, cited, basis: 'rule' as const }));
}

function numberOf(text: string): ReturnType<typeof parseNumber> {
  const international = text.length <= 40 ? internationalForm(text.trim()) : null;
  return international === null ? null : parseNumber(international);
}
