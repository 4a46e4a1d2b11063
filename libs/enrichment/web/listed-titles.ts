import type { FoundTitle } from './card-titles.ts';
import { labelledPairs } from './labelled-pairs.ts';
import { ancestorsOf, linesOf, type Line } from './lines.ts';
import { NAME_COLUMN, POSITION_COLUMN } from './table-columns.ts';
import { fold } from './text.ts';
import { titleIn } from './title-words.ts';

const MAX_LINES = 60;

/**
 * The position in a list of one person's data, as in "Name | Jane Doe" above "Position | Director". Null where the list has
 * a second name or position, or calls the name anything else.
 */
export function listedTitle(name: Line, companyName: string | null): FoundTitle | null {
  const list = ancestorsOf(name.node).find(({ name: tag }) => tag === 'table' || tag === 'dl');
  if (!list) return null;
  const lines = linesOf(list, MAX_LINES + 1);
  if (lines.length > MAX_LINES) return null;
  const pairs = labelledPairs({ children: [list] }, []).filter(({ group }) => group === list);
  const labelled = (pattern: RegExp) => pairs.filter(({ label }) => label !== '' && pattern.test(plain(label)));
  const [named, ...otherNames] = labelled(NAME_COLUMN);
  const [position, ...otherPositions] = labelled(POSITION_COLUMN);
  if (named?.value !== name.text || !position || otherNames.length + otherPositions.length > 0) return null;
  const value = titleIn(position.value, companyName, true);
  return value === null ? null : { value, line: position.quote };
}

const plain = (label: string): string => fold(label).replace(/\s*:$/, '');
