import { isRoleWord as isCommonRoleWord } from '../title/role-words.ts';

/**
 * Words that make a title in a sentence only: in a line of its own beside a name they are as well a family name (Baker), a
 * degree (MD) or a page's own label (Author). Folded.
 */
const onlyInProse: ReadonlySet<string> = new Set('author baker brewer carpenter cook dg gf md'.split(' '));

/** Whether a word, folded, is one that job titles are made of. */
export function isRoleWord(word: string): boolean {
  return isCommonRoleWord(word) || word.split('-').some((part) => onlyInProse.has(part));
}

/**
 * Says that it is, or was, somebody else's, or no longer so; in any of the languages of `role-words.ts`. Folded text. Apart
 * from the list for page layout (`web/title-words.ts`): in a sentence "was" and "left" count, in a line "sister" and "apply".
 */
export const notNow =
  /(?:^|[^\p{L}])(?:former|formerly|ex|previous|previously|until|past|prior|once|retired|resigned|left|leaves|leaving|departed|late|obituary|memoriam|alumni|alumnus|alumna|was|were|no longer|not|succeeds|succeeded|successor|predecessor|replaces|replaced|incoming|designate|would-be|acting for|reports to|reporting to|assistant to|assists|deputy to|works for|ehemals|ehemalige|ehemaliger|ehemaligen|fruher|fruhere|fruherer|vormals|bis \d{4}|bis zum|war|nicht|berichtet an|assistenz von|assistenz der|assistentin des|assistentin der|assistent des|nachfolger|nachfolgerin|vorganger|vorgangerin|ancien|ancienne|anciennement|jusqu|etait|n'est plus|assistante de|assistant de|assistant du|antiguo|antigua|anterior|exdirector|exdirectora|hasta|fue|era|ya no|asistente de|reporta a|precedente|fino al|gia|assistente di|assistente del|assistente da|anteriormente|ate \d{4}|foi|voormalig|voormalige|tot \d{4}|was tot|tidligere|tidigare|fd|entinen|dawniej|byly|byla|byl|drive|eski|eskiden|бывший|бывшая|ранее)(?![\p{L}])|[(†‡]\s*†|†|(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d|\bto (?:19|20)\d\d\b/u;

/** Makes a lesser title of the one that follows, or one of another time. Folded. */
export const lessens: ReadonlySet<string> = new Set(
  (
    'vice deputy assistant junior interim acting former ex past retired emeritus honorary co stellvertretende ' +
    'stellvertretender stellvertretend stv ehemalige ehemaliger ancien ancienne adjoint adjointe vicedirector sub subdirector ' +
    'vicepresidente viceadministratore aspiring future next previous prospective shadow fake wannabe associate assistante asistente'
  ).split(' '),
);

/** Words before a name that are no part of it: greetings, headings and forms of address. Folded. */
export const namePreludes: ReadonlySet<string> = new Set(
  (
    'dr prof professor mr mrs ms miss mx sir dame herr frau mme mlle m sr sra ing dipl mag team people leadership ' +
    'management about staff contact founders us meet our unser unsere ihr ihre ansprechpartner ansprechpartnerin kontakt ' +
    'notre nuestro nuestra equipo equipe nostro nostra with by mit avec con von welcome introducing the who we are is home ' +
    'mitarbeiter geschaftsleitung gestion impressum imprint board contato contacto contatti contatto yhteystiedot ' +
    'medarbejdere medarbetare henkilosto zespol nas nos'
  ).split(' '),
);
