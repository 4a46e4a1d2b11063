import { isRoleWord } from '../title/role-words.ts';
import { foldCompanyName } from './names.ts';
import { fold } from './text.ts';

/** Titles in scripts without spaces between words. */
const roleSigns =
  /取締役|部長|課長|社長|会長|係長|主任|室長|所長|工場長|執行役員|監査役|代表|マネージャー|マネジャー|エンジニア|デザイナー|总监|经理|董事|总裁|主管|工程师|대표|이사|부장|과장|팀장/;

/** Words that make it somebody else's role, or one that is over. */
const notNow =
  /\b(former|formerly|ex|past|previous|previously|retired|emeritus|until|ehemalige?[rns]?|fruhere?[rns]?|bis|ancien|ancienne|anciens|anciennes|ex|antigu[oa]s?|anteriore?s?|jusqu|hasta|fino al|gia|voormalige?|tidligere|tidigare|byl[aiy]|dawn[yia]|entinen|reports?|reporting|assistant to|successor|predecessor|nachfolger|nachfolgerin|vorganger|vorgangerin|vorgesetzter?|supervised|sister|brother|wife|husband|daughter|son|married|ignore|instructions?|output|prompt|system|set the|we are|apply|vacancy|hiring|wanted|gesucht|we seek)\b|元|前任/;

/** Words of departments and regions, that a title may name behind a comma. Folded. */
const departmentWords: ReadonlySet<string> = new Set(
  (
    'and of sales marketing product products management engineering operations finance accounting customer success service ' +
    'services support human resources people culture legal compliance business development design data research technology ' +
    'it supply chain quality corporate communications strategy innovation procurement logistics security growth ' +
    'partnerships production emea apac dach north south america europe asia'
  ).split(' '),
);

const maxLength = 80;
const maxWords = 9;

/** Whether words are said of a role that is over, or of somebody else. */
export function speaksOfAnother(text: string): boolean {
  return notNow.test(fold(text)) || /\b(19|20)\d\d\s*[–—-]\s*((19|20)\d\d|\d\d)\b/.test(text);
}

/**
 * The title that a line of a person's card is, without the company's own name behind it.
 * @param labelled whether the page itself calls the line a position
 * @returns null where the line may be anything else
 */
export function titleIn(line: string, companyName: string | null, labelled = false): string | null {
  const text = withoutCompany(line, companyName);
  if (!isPlainPhrase(text) || speaksOfAnother(text)) return null;
  const [head = '', ...tails] = text.split(/\s*,\s*/);
  if (tails.length > 1 || tails.some((tail) => !mayFollow(tail))) return null;
  if (namesEmployer(head)) return null;
  return labelled || namesRole(head) ? text : null;
}

/** Whether what stands behind a title's comma goes on with it: a word, a role, or words of which all name a department. */
function mayFollow(tail: string): boolean {
  const words = fold(tail).split(/[^\p{L}]+/u);
  return !tail.includes(' ') || namesRole(tail) || words.every((word) => departmentWords.has(word));
}

/** A few words without figures, addresses, quotes or a sentence's end. */
function isPlainPhrase(text: string): boolean {
  if (text.length < 2 || text.length > maxLength || text.split(' ').length > maxWords) return false;
  return /^\p{L}/u.test(text) && !/[\d@<>{}[\]"“”„«»★=:;!?…]|https?|www\.|\.$/.test(text);
}

/** Two to four capitalized words that name no role: perhaps another person, whose title comes next. */
export function isNameLike(text: string): boolean {
  return /^(\p{Lu}[\p{L}'’.-]+\s+){1,3}\p{Lu}[\p{L}'’-]+$/u.test(text) && !namesRole(text);
}

/** Whether a role is named by a word that is known to. */
export function namesRole(text: string): boolean {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  return words.some(isRoleWord) || roleSigns.test(text);
}

/** "Manager at Northwind": an employer that is not the site's company, or it would have been taken off. */
function namesEmployer(text: string): boolean {
  return /\s(at|bei|chez|hos|presso|@)\s+\p{Lu}/u.test(text);
}

function withoutCompany(line: string, companyName: string | null): string {
  const own = companyName === null ? '' : foldCompanyName(companyName);
  const behind = /^(.+?)(?:\s*[,|–—-]\s+|\s+(?:at|bei|chez|hos|presso)\s+)([^,|]+)$/u.exec(line);
  return own && behind?.[1] && foldCompanyName(behind[2] ?? '') === own ? behind[1] : line;
}
