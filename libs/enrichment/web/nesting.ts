/** Deeper than any page made for people; shallow enough for parsers whose work grows with depth. */
const maxDepth = 256;
const voidElements = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Their end tag may be left out before the next of their kind (HTML Standard §13.1.2.4). */
const selfClosingRuns = new Set('li p dt dd tr td th option optgroup thead tbody tfoot'.split(' '));
/** Comments and raw text, in which tags are no tags, or a tag's name. */
const token = /<!--[\s\S]*?(?:-->|$)|<(script|style|textarea|title)\b[\s\S]*?(?:<\/\1|$)|<(\/?)([a-z][^\s/>]*)/gi;

/**
 * Cuts markup off where more than 256 elements are open. Parsing time grows with size × depth, and a hostile page of
 * 2 MB can be 300,000 levels deep.
 */
export function limitNesting(html: string): string {
  const open: string[] = [];
  for (const match of html.matchAll(token)) {
    const name = match[3]?.toLowerCase();
    if (!name || voidElements.has(name)) continue;
    if (match[2]) {
      const index = open.lastIndexOf(name);
      if (index >= 0) open.length = index;
    } else if (!(selfClosingRuns.has(name) && open.at(-1) === name)) {
      if (open.push(name) > maxDepth) return html.slice(0, match.index);
    }
  }
  return html;
}
