import { isRoleWord } from './title-words.ts';

/** Says that something is not so, but wished, supposed, asked or to come; in the languages of titles. Folded text. */
const SUPPOSED =
  /(?<![\p{L}])(?:if|whether|imagine|suppose|supposing|rumou?rs?|wish|wishes|hopes?|hoping|would|could|might|will|shall|soon|tomorrow|one day|someday|never|nobody|false|joke|pretend|pretends|fictional|plays|elected|next (?:year|month|week|quarter|spring|summer|autumn|fall|winter)|from (?:january|february|march|april|may|june|july|august|september|october|november|december)|then|earlier years|wenn|falls|ob|angeblich|ware|wurde|wird|nie|niemals|niemand|kunftig|demnachst|nachste[rsn]? (?:jahr|monat|woche)|soll|serait|sera|bientot|prochain|prochaine|jamais|sera|sarebbe|sara|presto|mai|seria|nunca|jamas|proximo|proxima|prossimo|prossima|zou|wordt|nooit|binnenkort|volgend|aldrig|ville|skulle|snart)(?![\p{L}])/u;
/** Says that the person is a guest or customer here. Folded text. */
const VISITING =
  /(?<![\p{L}])(?:customer since|client since|our (?:customer|client|guest|visitor)|guest speaker|keynote|unser (?:kunde|gast)|kunde seit|notre (?:client|invite)|nuestro cliente|nostro cliente|author of)(?![\p{L}])/u;

/** Whether a clause, but for name and title, leaves open that what it says is so. */
export const isSupposed = (folded: string): boolean => SUPPOSED.test(folded) || VISITING.test(folded);

/** Words that may follow a title without belonging to it. Folded. */
const AFTER_TITLE =
  /^(?:today|now|currently|heute|derzeit|aujourd|hoy|oggi|hoje|idag|since|seit|depuis|desde|dal|dai|sinds|siden|sedan|vuodesta|od|and|und|et|y|e|en|og|och|i|ja|at|of|for|with|in|here|bei|beim|der|des|von|fur|im|chez|de|du|da|do|di|del|della|presso|hos|pa|av|van|voor|bij|w|who|which|where)(?![\p{L}])/u;

/**
 * Whether a title may end before what follows it in a sentence: punctuation, a word that leads on, or the next name of a
 * list. "Chief" ends nowhere in "Chief Technology Officer".
 * @param following folded, with the case of `text`, from the end of the title on
 */
export function mayEndBefore(following: string, text: string): boolean {
  if (!/^ ?[\p{L}\p{N}]/u.test(following)) return true;
  return AFTER_TITLE.test(following.trimStart()) || NEXT_ENTRY.test(text);
}

/** A name with what follows names in lists: its own separator, the end, or a title. */
const NEXT_ENTRY =
  /^ \p{Lu}[\p{L}.'-]+(?: \p{L}[\p{L}.'-]*){0,2} \p{Lu}[\p{L}.'-]+(?:$|[.]? ?[,;–—|·•:(]| - | \p{Lu}| \p{Ll}+chef)/u;

/** Words that may stand before a title, where the name comes after it; no particle that names have, too. Folded. */
const BEFORE_TITLE =
  /(?:^|[^\p{L}\p{N}\s'-]|\p{N}|(?<![\p{L}])(?:our|the|by|with|from|and|to|is|are|as|team|about|contact|unser|unsere|unserem|unserer|die|das|durch|mit|und|notre|par|avec|et|nuestro|nuestra|por|con|nostro|nostra|onze|het|door|vores|vor|nosso|nossa|pelo|pela)) ?$/u;

/** Whether a title may begin after what stands before it. @param preceding folded */
export const mayBeginAfter = (preceding: string): boolean => BEFORE_TITLE.test(preceding);

/** Begin or end a cut-off piece, never a title. Folded. */
const EDGE =
  /^(?:our|the|an?|its|his|her|is|are|was|has|had|worked|works|working|served|serves|as|and|or|of|at|in|since|joined|now|currently|today|unsere?|die|der|das|ist|hat|seit|und|bei|notre|le|la|les|est|et|une?|chez|depuis|nuestr[oa]|el|es|ha|y|desde|il|lo|e|de|dal|het|is|sinds|en|van|vår|vores|har|er|och|og|siden|sedan|nosso|nossa|od|to|on|[oa])(?= )|(?<= )(?:of|at|in|and|or|for|the|to|today|since|und|bei|fur|der|des|von|seit|et|de|du|chez|depuis|des|y|del|desde|e|di|da|do|dal|van|voor|bij|sinds|en|hos|pa|och|og|siden|sedan|ds\.)$/u;
/** Half of a title, that never stands alone. Folded. */
const HALF =
  /^(?:chief|head|lead|vice|senior|junior|associate|assistant|officer|hoofd|leiter|leiterin|responsable|responsabile)$/u;
/** Says that the words around are of a place, a post or a relative. Folded. */
const NO_TITLE =
  /(?<![\p{L}])(?:as|desk|office|department|position|role|vacancy|wanted|candidate|award|prize|search|brother|sister|wife|husband|son|daughter|mother|father|cousin|friend|colleague|bruder|schwester|frau|mann|frere|soeur|hermano|hermana|fratello|sorella)(?![\p{L}])/u;

/** Whether a text has the form of a whole title. @param folded as the page writes it, folded */
export function isTitleShaped(folded: string): boolean {
  const brackets = (folded.match(/\(/gu) ?? []).length === (folded.match(/\)/gu) ?? []).length;
  const parts = folded.split(/ ?, ?/u);
  if (!brackets || !/^\p{L}/u.test(folded) || /\d\d|[;:!?]/u.test(folded)) return false;
  if (EDGE.test(folded) || NO_TITLE.test(folded) || parts.some((part) => HALF.test(part))) return false;
  return (parts[0] ?? '').split(/[\s/&]+/u).some(isRoleWord);
}
