import type { Node } from './dom.ts';
import { ancestorsOf, type Line } from './lines.ts';
import { fold } from './text.ts';

/** What the elements that a node stands in are called by class and id, words apart and folded; the innermost first. */
export function regionNames(node: Node): string[] {
  return ancestorsOf(node)
    .filter(({ name }) => name !== 'body' && name !== 'html')
    .map(({ attribs }) => fold(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`.replace(/[-_]/g, ' ')));
}

/** The level of the heading that a line is, 1 to 6, or 0. */
export function headingLevel({ node }: Pick<Line, 'node'>): number {
  const heading = ancestorsOf(node).find(({ name }) => /^h[1-6]$/.test(name));
  return heading ? Number(heading.name.slice(1)) : 0;
}

/** The headings that a line stands under, the nearest first. */
export function headingsAbove(lines: readonly Line[], index: number): string[] {
  const found: string[] = [];
  const [own, ...before] = lines.slice(0, index + 1).reverse();
  const ownLevel = own ? headingLevel(own) : 0;
  let below = ownLevel > 0 ? ownLevel : 7;
  for (const line of before) {
    const level = headingLevel(line);
    if (level === 0 || level >= below) continue;
    found.push(line.text);
    below = level;
  }
  return found;
}
