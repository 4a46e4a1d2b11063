import { elementsOf, type Node } from './dom.ts';
import { ancestorsOf, type Line } from './lines.ts';
import { headingLevel, regionNames } from './page-region.ts';
import { profileKind } from './urls.ts';
import { fold } from './text.ts';

const MAX_ELEMENTS = 20_000;
const MAX_LINKS = 20;
/** Parts of a page that are the site's, or about others. Folded. */
const OTHERS =
  /\b(footer|nav|navigation|menu|topbar|share|sharing|related|colleagues?|team|authors?|comments?|partners?|customers?|testimonials?|sidebar|cookies?)\b/;

/**
 * Addresses of a person's profiles on the page that is about them: its one main heading is their name, and the address
 * holds their last name, or it may as well be a colleague's or the company's.
 */
export function profilePageHrefs(
  tree: { readonly children: readonly Node[] },
  name: Line,
  lines: readonly Line[],
  lastName: string,
): string[] {
  const mains = lines.filter((line) => headingLevel(line) === 1);
  const last = letters(lastName);
  if (mains.length !== 1 || mains[0]?.node !== name.node || last.length < 3) return [];
  return tree.children
    .flatMap((child) => ('attribs' in child ? [child, ...elementsOf(child, () => false, MAX_ELEMENTS)] : []))
    .filter((element) => element.name === 'a' && !isOthers(element))
    .map(({ attribs }) => attribs['href']?.trim() ?? '')
    .filter((href) => /^https?:/i.test(href) && URL.canParse(href))
    .filter((href) => profileKind(href) !== null && letters(new URL(href).pathname).includes(last))
    .slice(0, MAX_LINKS);
}

const letters = (text: string): string => fold(text).replace(/[^\p{L}]/gu, '');

function isOthers(link: Node): boolean {
  const isPart = ancestorsOf(link).some(({ name }) => /^(?:footer|nav|aside|blockquote)$/.test(name));
  return isPart || regionNames(link).some((names) => OTHERS.test(names));
}
