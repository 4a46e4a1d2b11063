import { collapse, decodeStrayEntities } from './text.ts';

const maxDepth = 24;
const maxValues = 20_000;
const maxStringLength = 20_000;

/**
 * Parses a page's JSON-LD blocks into one list of nodes: arrays and `@graph` (JSON-LD 1.1 §4.9) are flattened, blocks
 * that are not JSON are skipped, strings are cleaned to one line. Nodes inside nodes stay where they are.
 */
export function parseJsonLd(blocks: readonly string[]): unknown[] {
  const budget = { values: maxValues };
  return blocks.flatMap((block) => {
    try {
      // Content systems wrap scripts in comments or CDATA sections, which JSON does not know.
      const json = block.replace(/^\s*(\/\/\s*|\/\*\s*)?(<!--|<!\[CDATA\[)(\s*\*\/)?/, '');
      const parsed: unknown = JSON.parse(json.replace(/(\/\/\s*|\/\*\s*)?(-->|\]\]>)(\s*\*\/)?\s*$/, ''));
      return topLevelNodes(clean(parsed, 0, budget), 0);
    } catch {
      return [];
    }
  });
}

function topLevelNodes(value: unknown, depth: number): unknown[] {
  if (depth > 4 || value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((entry) => topLevelNodes(entry, depth + 1));
  const graph = (value as Record<string, unknown>)['@graph'];
  return graph === undefined ? [value] : topLevelNodes(graph, depth + 1);
}

/** A bounded copy; what lies beyond the bounds is left out. */
function clean(value: unknown, depth: number, budget: { values: number }): unknown {
  if (budget.values-- <= 0 || depth > maxDepth) return null;
  if (typeof value === 'string') {
    return value.length > maxStringLength ? null : collapse(decodeStrayEntities(value));
  }
  if (Array.isArray(value)) return value.slice(0, 1000).map((entry) => clean(entry, depth + 1, budget));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).slice(0, 200);
  // fromEntries defines own properties, so that a "__proto__" key is a key like any other.
  return Object.fromEntries(entries.map(([key, entry]) => [key, clean(entry, depth + 1, budget)]));
}
