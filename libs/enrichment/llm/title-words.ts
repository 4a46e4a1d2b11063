/** Words that make a phrase a job title, folded, in the languages that contacts' websites are mostly written in. */
const wholeRoles =
  'ceo cto cfo coo cmo cio cso cpo cro ciso chro vp svp evp md gf pdg dg chief officer head director directors manager lead leader ' +
  'president founder cofounder owner partner principal chair chairman chairwoman chairperson engineer developer programmer architect ' +
  'designer analyst consultant advisor adviser scientist researcher professor lecturer teacher accountant auditor ' +
  'controller treasurer secretary assistant coordinator specialist expert administrator technician operator buyer recruiter ' +
  'editor writer author journalist copywriter producer photographer strategist marketer planner representative agent broker ' +
  'attorney lawyer solicitor barrister paralegal counsel notary doctor physician nurse dentist surgeon therapist psychologist ' +
  'pharmacist veterinarian trainer coach instructor curator librarian translator interpreter chef cook baker brewer barista ' +
  'carpenter plumber electrician mechanic foreman surveyor supervisor intern trainee apprentice associate executive evangelist ' +
  'advocate ambassador chemist physicist biologist geologist actuary underwriter estimator dispatcher clerk receptionist ' +
  'inhaber inhaberin leiter leiterin leitung vorstand vorstandin prokurist prokuristin geschaftsfuhrer geschaftsfuhrerin ' +
  'geschaftsfuhrung berater beraterin entwickler entwicklerin meister meisterin referent referentin sachbearbeiter ' +
  'sachbearbeiterin assistenz assistentin steuerberater steuerberaterin rechtsanwalt rechtsanwaltin grunder grunderin ' +
  'directeur directrice gerant gerante responsable fondateur fondatrice cofondateur cofondatrice presidente ingenieur ' +
  'ingenieure developpeur developpeuse chargee charge comptable avocat avocate associe associee consultante conseiller conseillere ' +
  'directora jefe jefa gerente fundador fundadora cofundador cofundadora ingeniero ingeniera desarrollador desarrolladora ' +
  'responsabile direttore direttrice amministratore amministratrice fondatore fondatrice ingegnere sviluppatore socio socia ' +
  'titolare presidenta diretor diretora engenheiro engenheira ' +
  'directeur bestuurder oprichter eigenaar ontwikkelaar adviseur medewerker hoofd directie ' +
  'direktor direktorin chef chefin stifter grundlagger grundare medgrundare utvecklare ingenjor udvikler medstifter konsulent ' +
  'toimitusjohtaja johtaja perustaja kehittaja paallikko ' +
  'prezes dyrektor dyrektorka kierownik kierowniczka wlasciciel specjalista reditel reditelka jednatel ' +
  'mudur muduru kurucu muhendis direktoru baskan baskani yonetici';
const roleWords: ReadonlySet<string> = new Set(wholeRoles.split(' '));
/** Ends of one-word titles, as Germanic languages compound them. */
const roleEnds =
  /(?:leiter|leiterin|fuhrer|fuhrerin|berater|beraterin|entwickler|entwicklerin|manager|managerin|ingenieur|ingenieurin|chef|chefin|sjef|direktor|direktorin|direktør|direktor|ansvarlig|ansvarig|utvikler|udvikler|utvecklare|johtaja|insinoori|directeur|beheerder|ontwikkelaar|meister|meisterin|anwalt|anwaltin|assistent|assistentin)$/;

/** Whether a word, folded, is one that job titles are made of. */
export function isRoleWord(word: string): boolean {
  return roleWords.has(word) || roleEnds.test(word) || (word.includes('-') && word.split('-').some(isRoleWord));
}

/** Says that it is, or was, somebody else's, or no longer so; in any of the languages above. Folded text. */
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
    'mitarbeiter geschaftsleitung gestion impressum imprint board'
  ).split(' '),
);
