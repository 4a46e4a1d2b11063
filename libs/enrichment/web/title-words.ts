import { foldCompanyName } from './names.ts';
import { fold } from './text.ts';

/** Nouns that a role is named by, whole words after folding, in the languages of the sites that are read. */
const roleWords = new RegExp(
  `\\b(${[
    'chief|ceo|cto|cfo|coo|cmo|cio|ciso|cpo|chro|president|vice president|vp|svp|evp|head|director|manager|lead|leader|officer|partner|founder|cofounder|owner|principal',
    'engineer|developer|architect|designer|analyst|scientist|consultant|advisor|adviser|accountant|controller|auditor|counsel|lawyer|attorney|solicitor|paralegal|buyer|planner|trader|broker|agent',
    'specialist|coordinator|administrator|assistant|secretary|supervisor|foreman|technician|operator|representative|executive|associate|strategist|editor|writer|researcher|professor|lecturer|teacher|nurse|physician|doctor|chairman|chairwoman|chairperson|chair|treasurer|recruiter|producer|treasurer|intern|apprentice',
    'leiter|leiterin|\\w+leiter|\\w+leiterin|leitung|\\w+leitung|chef|chefin|\\w+chef|\\w+chefs|\\w+chefin|geschaftsfuhrer|geschaftsfuhrerin|geschaftsfuhrung|prokurist|prokuristin|vorstand|vorstandin|inhaber|inhaberin|referent|referentin|berater|beraterin|\\w+berater|\\w+beraterin|entwickler|entwicklerin|ingenieur|ingenieurin|\\w+ingenieur|\\w+ingenieurin|sachbearbeiter|sachbearbeiterin|buchhalter|buchhalterin|einkaufer|einkauferin|meister|meisterin|\\w+meister|\\w+meisterin|assistent|assistentin|direktor|direktorin|\\w+direktor|\\w+direktorin|grunder|grunderin|vertriebsmitarbeiter',
    'directeur|directrice|responsable|chargee?|gerante?|presidente?|fondateur|fondatrice|ingenieure?|comptable|assistante|conseiller|conseillere|secretaire|associee?|technicien|technicienne|redacteur|redactrice|acheteur|acheteuse',
    'directora?|jefe|jefa|gerente|encargad[oa]|coordinador|coordinadora|fundador|fundadora|soci[oa]|ingenier[oa]|contable|abogad[oa]|tecnic[oa]|asistente|consejer[oa]|responsable',
    'responsabile|direttore|direttrice|amministratore|amministratrice|titolare|fondatore|fondatrice|presidente|coordinatore|coordinatrice|ingegnere|contabile|addett[oa]|consulente|impiegat[oa]|avvocato|capo|socio',
    'hoofd|directeur|bestuurder|oprichter|eigenaar|medewerker|\\w+medewerker|adviseur|beheerder|\\w+manager|boekhouder|inkoper|\\w+directeur|voorzitter|leidinggevende|teamleider',
    'direktor|direktør|\\w*direktor|formand|leder|\\w+leder|grundlaegger|konsulent|\\w+konsulent|medarbejder|\\w+medarbejder|bogholder|ingenior|koordinator|sjef|\\w+sjef|\\w+ansvarlig|ansvarlig|daglig leder|vd|ansvarig|\\w+ansvarig|ordforande|grundare|saljare|konsult|utvecklare|radgivare|ekonom',
    'johtaja|\\w*johtaja|paallikko|\\w*paallikko|asiantuntija|insinoori|perustaja|suunnittelija|assistentti|hallintopaallikko',
    'dyrektor|kierownik|kierowniczka|prezes|prezeska|wiceprezes|specjalista|specjalistka|zalozyciel|zalozycielka|ksiegowy|ksiegowa|inzynier|koordynator|koordynatorka|menedzer|wlasciciel|wlascicielka|asystent|asystentka|doradca|czlonek zarzadu|przedstawiciel',
    'diretora?|coordenadora?|socio|socia|engenheir[oa]|contabilista|advogad[oa]|tecnic[oa]|assistente|analista|desenvolvedora?|vendedora?|consultora?|supervisora?|fundadora?',
  ].join('|')})\\b`,
);
const roleSigns =
  /取締役|部長|課長|社長|会長|係長|主任|室長|所長|工場長|執行役員|監査役|代表|マネージャー|マネジャー|エンジニア|デザイナー|总监|经理|董事|总裁|主管|工程师|대표|이사|부장|과장|팀장/;

/** Words that make it somebody else's role, or one that is over. */
const notNow =
  /\b(former|formerly|ex|past|previous|previously|retired|emeritus|until|ehemalige?[rns]?|fruhere?[rns]?|bis|ancien|ancienne|anciens|anciennes|ex|antigu[oa]s?|anteriore?s?|jusqu|hasta|fino al|gia|voormalige?|tidligere|tidigare|byl[aiy]|dawn[yia]|entinen|reports?|reporting|assistant to|successor|predecessor|nachfolger|nachfolgerin|vorganger|vorgangerin|vorgesetzter?|supervised|sister|brother|wife|husband|daughter|son|married|ignore|instructions?|output|prompt|system|set the|we are|apply|vacancy|hiring|wanted|gesucht|we seek)\b|元|前任/;

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
  if (tails.length > 1 || tails.some((tail) => tail.split(' ').length > 1 && !namesRole(tail))) return null;
  if (namesEmployer(head)) return null;
  return labelled || namesRole(head) ? text : null;
}

/** A few words without figures, addresses, quotes or a sentence's end. */
function isPlainPhrase(text: string): boolean {
  if (text.length < 2 || text.length > maxLength || text.split(' ').length > maxWords) return false;
  return /^\p{L}/u.test(text) && !/[\d@<>{}[\]"“”„«»★=:;!?…]|https?|www\.|\.$/.test(text);
}

/** Whether a role is named by a word that is known to. */
export function namesRole(text: string): boolean {
  return roleWords.test(fold(text)) || roleSigns.test(text);
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
