import type { CheerioAPI } from 'cheerio/slim';
import type { Element } from './dom.ts';

/** Declarations that take a box out of sight, as they stand after white space and case are removed. */
const hidingDeclarations = [
  /(^|;)display:none/,
  /(^|;)visibility:(hidden|collapse)/,
  /(^|;)opacity:0*(\.0+)?%?(!important)?(;|$)/,
  /(^|;)font-size:0*(\.0+)?(px|em|rem|pt|%|vw)?(!important)?(;|$)/,
  /(^|;)(left|right|top|bottom|text-indent|margin-left|margin-top):-\d{3,}/,
  /(^|;)left:\d{4,}px/,
  /(^|;)clip:rect\((0|1px)/,
  /(^|;)clip-path:(inset\((50|100)%|circle\(0)/,
  /(^|;)transform:(scale\(0\)|translate[xy]?\(-\d{4,})/,
  /(^|;)(max-)?height:0(px)?;(.*;)?overflow:hidden/,
  /(^|;)overflow:hidden;(.*;)?(max-)?height:0(px)?(;|$)/,
  /(^|;)color:transparent/,
];

const alwaysHidden =
  'script, style, template, noscript, iframe, object, svg, [hidden], [aria-hidden="true" i], input[type="hidden"], dialog:not([open])';

/**
 * Removes what a person would not see: scripts, templates, comments and elements hidden by attribute, by inline style or
 * by a plain class or id rule of the page's own style sheets. Text that only a machine reads is where instructions to
 * a machine are put.
 */
export function removeHidden($: CheerioAPI): void {
  const hiddenNames = hiddenByStyleSheets($);
  const hidden = new Set<Element>($(alwaysHidden).toArray());
  for (const element of $('[style]').toArray()) {
    if (hides(element.attribs['style'] ?? '')) hidden.add(element);
  }
  for (const element of hiddenNames.size ? $('[class], [id]').toArray() : []) {
    const { class: classes = '', id } = element.attribs;
    const names = classes.split(/\s+/).map((name) => `.${name}`);
    if ((id && hiddenNames.has(`#${id}`)) || names.some((name) => hiddenNames.has(name))) hidden.add(element);
  }
  detach(hidden);
}

/** Takes each parent's children out in one pass: one by one, a long list of hidden siblings would cost its square. */
function detach(elements: ReadonlySet<Element>): void {
  for (const parent of new Set([...elements].map((element) => element.parent))) {
    if (!parent) continue;
    const kept = parent.children.filter((child) => !elements.has(child as Element));
    parent.children = kept;
    kept.forEach((child, index) => {
      child.prev = kept[index - 1] ?? null;
      child.next = kept[index + 1] ?? null;
    });
  }
}

function hides(style: string): boolean {
  const declarations = style
    .slice(0, 2000)
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, '')
    .toLowerCase();
  return hidingDeclarations.some((pattern) => pattern.test(declarations));
}

/** Selectors such as `.note` and `#note` that hide. Rules inside @media hold for some screens only: not counted. */
function hiddenByStyleSheets($: CheerioAPI): Set<string> {
  const hidden = new Set<string>();
  $('style').each((_, element) => {
    let depth = 0;
    for (const part of $(element).text().slice(0, 200_000).split('}')) {
      const pieces = part.split('{');
      if (depth === 0 && pieces.length === 2 && hides(pieces[1] ?? '')) {
        for (const selector of (pieces[0] ?? '').split(',')) {
          if (/^[.#][\w-]+$/.test(selector.trim())) hidden.add(selector.trim());
        }
      }
      depth = Math.max(0, depth + pieces.length - 2);
    }
  });
  return hidden;
}
