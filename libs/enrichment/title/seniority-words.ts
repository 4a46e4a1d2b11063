import type { Seniority } from '../fields.ts';
import { anyOf } from './title-phrase.ts';

/** Words of those who assist somebody. Folded, as everything here. */
export const ASSISTANTS = anyOf(
  'assistants?|assistante?|assistente?|assistentin|assistenz|\\w+assistent|\\w+assistentin|\\w+assistenz|asistente?|asystent|asystentka|assistentti|\\w+assistentti|avustaja',
  'secretary|sekretar|sekretarin|\\w+sekretar|\\w+sekretarin|secretaire|secretari[ao]|segretari[ao]|sekretarz|sekretarka|sekretaer|sihteeri|aide',
);

/** Phrases whose words would name a level, but do not. They are taken out before anything is looked for. */
export const NO_LEVEL = new RegExp(
  anyOf(
    // Owners, partners and executives of something other than the company.
    '(?:product|process|data|service|risk|system|platform|feature|application|solution|epic|asset|control|project|content) owners?',
    '(?:business|channel|people|talent|client|account|brand|alliance|technology|delivery|care|service|sales|strategic|hr) partners?',
    'partner(?= \\w)(?! (?:at|of|in|for|bei|chez|hos)\\b)|founders? (?:success|relations|community|experience|liaison|associate)',
    '(?:account|sales|marketing|advertising|customer|support) executives?|executive (?:search|coach|chef|producer|protection)',
    // Boards that watch, and directors of art.
    '(?:non executive|independent|board|supervisory) director|(?:art|film|casting|music|musical|stage|theatre|theater|choir|funeral) director',
    'director of photography|directeur de la photographie|director de fotografia|direttore della fotografia|directeur artistique|directrice artistique|director de arte|diretor de arte|direttore artistico',
    'vice chair(?:man|woman)?|puheenjohtaja|\\w+puheenjohtaja',
    // A rank of banks; elsewhere it leads the company.
    'managing director(?=[ ,|–-]+(?:\\w+ )?(?:investments?|banking|capital|equity|advisory|markets)\\b)',
    // Cooks, and those who go with others.
    'head (?:chef|cook|coach|nurse|waiter|waitress|gardener|barista|baker|brewer|teacher|hunter|housekeeper|bartender|groundsman)|chef de cuisine|chef de partie|chef de rang|sous ?chef|kuchenchef|kuchenchefin|kokkenchef|kjokkensjef|kokschef|kokkesjef',
    '\\w*begleiter\\w*|halbleiter\\w*',
    'lead (?:generation|gen|management|nurturing|scoring|qualification)|senior (?:living|citizens?|care|services|housing|centre|center)',
    'chief (?:of staff|petty officer|warrant officer|police officer|fire officer)|staff (?:nurse|member|writer|accountant|officer|assistant|attorney)',
    '(?:intern|trainee|apprentice|graduate) (?:program|programme|coordinator|recruiter|recruiting|recruitment|supervisor|relations|experience|admissions|studies|school)',
    '(?:ceo|cto|cfo|coo|cmo|cio) (?:office|adviser|advisor|coach|communications|search|practice|program|community|relations|support|services)',
    '(?:of|for) (?:the )?(?:ceo|cto|cfo|coo|cmo|cio|board|management|vorstand|founders?)|assistant (?:vice president|vp)|avp|(?:store|shift|office) keeper',
  ).source,
  'g',
);

/** Where a word is the role itself, and not what follows it. */
const END = '(?=$| (?:at|bei|chez|hos|operator|manager|director)\\b)';

const owners = anyOf(
  `^(?:(?:co|part|joint|sole|business|small business|company|shop|store|studio|restaurant|franchise|agency) )*owners?${END}`,
  'coowner|proprietor|inhaber|inhaberin|mitinhaber|mitinhaberin|eigentumer|eigentumerin|gesellschafter|gesellschafterin|eigenaar|eigenaresse|proprietaire|propietari[ao]|duen[oa]',
  'titolare|proprietari[ao]|wlasciciel|wlascicielka|wspolwlasciciel|agare|ejer|medejer|indehaver|innehaver|innehavare|eier|omistaja|don[oa]',
);
const founders = anyOf(
  'founders?|cofounders?|grunder|grunderin|mitgrunder|mitgrunderin|fondateur|fondatrice|cofondateur|cofondatrice|fundador|fundadora|cofundador|cofundadora|fondatore|fondatrice|cofondatore',
  'oprichter|oprichtster|medeoprichter|zalozyciel|zalozycielka|wspolzalozyciel|wspolzalozycielka|grundare|medgrundare|stifter|medstifter|grundlaegger|medgrundlaegger|perustaja|perustajaosakas',
);
const management = anyOf(
  'ceo|cto|cfo|coo|cmo|cio|ciso|cpo|chro|cro|cdo|cso|cco|clo|chief (?:\\w+ ){1,3}officer|chief executive|(?<!vice )(?<!vize )president(?:e|a|in)?|prasident|prasidentin|managing director',
  'geschaftsfuhrer|geschaftsfuhrerin|geschaftsfuhrung|geschaftsleitung|geschaftsleiter|geschaftsleiterin|geschaftsfuhrende[rs]?|(?:mitglied|vorsitzende[rn]?|sprecher|sprecherin) des vorstands|vorstand|vorstandin|vorstandsvorsitzende[r]?|vorstandsmitglied|vorstandssprecher|vorstandssprecherin|(?:finanz|vertriebs|personal|technik|it)vorstand',
  'pdg|directeur general|directrice generale|gerante?|director general|directora general|consejer[oa] delegad[oa]|gerente general|director ejecutivo|directora ejecutiva|diretor geral|diretora geral|diretor executivo|diretora executiva|diretor presidente',
  'amministratore delegato|amministratrice delegata|amministratore unico|direttore generale|direttrice generale|algemeen directeur|directeur bestuurder|bestuursvoorzitter|(?:administrerende|adm) direktor|daglig leder|verkstallande direktor|vd|koncernchef|konsernsjef|toimitusjohtaja|varatoimitusjohtaja',
  'prezes|prezeska|czlonek zarzadu|czlonkini zarzadu|dyrektor generalny|dyrektorka generalna',
);
const partners = anyOf(
  `partner${END}|partnerin|associee?|avocat associe|soci[oa]|vennoot|wspolnik|wspolniczka|delagare|osakas`,
);
const vicePresidents = anyOf(
  'vp|svp|evp|vice president(?:e|a)?|vicepresident(?:e|a)?|vizeprasident|vizeprasidentin|wiceprezes|wiceprezeska',
);
const heads = anyOf(
  'head(?: of|$)|\\w+ head$|head(?= (?:it|hr|marketing|sales|finance|legal|operations|product|design|data|engineering|controlling|communications))',
  'leiter|leiterin|leitung|(?!projekt|team|gruppen|schicht|bau|filial|markt|stations|kurs)\\w+(?:leiter|leiterin|leitung)|chefarzt|chefarztin',
  '(?:chef|cheffe) (?:de |du )?(?:service|departement|division|pole|bureau)|(?:jefe|jefa) (?:de|del) (?!proyecto|producto|obra|turno|equipo|zona|tienda|area)\\w+|capo (?:del )?(?:dipartimento|reparto|ufficio)|caposervizio',
  '(?:hoofd|afdelingshoofd)|afdelingsleder|avdelingsleder|avdelingschef|afdelingschef',
);
const directors = anyOf(
  'directors?|directeurs?|directrice|direttore|direttrice|directora|diretora?|direktor|direktorin|\\w+direktor|\\w+direktorin|\\w+directeur|dyrektor|dyrektorka|drh|daf|dsi',
  '(?!toimitus)\\w*johtaja',
);
const managers = anyOf(
  'manager|managerin|\\w+manager|\\w+managerin|team lead|team leader|teamleider|supervisor|supervisora|(?:projekt|team|gruppen|schicht|bau|filial|markt|stations|kurs)(?:leiter|leiterin|leitung)',
  'gerente|responsable|responsabile|kierownik|kierowniczka|menedzer|menadzer|(?:chef|cheffe) (?:de |d )?(?:projet|projets|produit|produits|chantier|equipe|secteur|rayon|zone|atelier|marche|groupe|publicite)',
  '(?:jefe|jefa) de (?:proyecto|proyectos|producto|obra|turno|equipo|zona|tienda|area)|capo ?progetto|encargad[oa]|\\w+chefs?|\\w+sjef|chef(?= (?:for|inden|salg|it))|\\w+leder|\\w+ledare|leder|\\w*paallikko|paallikko|gestore',
);
const seniors = anyOf(
  'senior|sr|snr|seniorberater|seniorin|starszy|starsza|lead (?=\\w)|leading|tech lead|technical lead|principal (?=\\w)|staff (?=engineer|software|developer|designer|scientist|product|data|site)|seniorradgiver|seniorkonsulent|seniorkonsult',
);
const juniors = anyOf(
  'junior(?! partner)|jr|entry level|mlodszy|mlodsza|graduate (?:\\w+ )?(?:engineer|developer|analyst|consultant|surveyor|architect|accountant|nurse)|juniorberater|juniorkonsulent',
);
const interns = anyOf(
  'intern|trainee|apprentice|working student|student assistant|praktikant|praktikantin|\\w+praktikant|werkstudent|werkstudentin|auszubildende[rn]?|azubi|volontar|volontarin|stagiaire|alternante?|apprentie?|becari[oa]|aprendiz',
  'tirocinante|stagista|apprendista|stagiair|leerling|estagiari[oa]|stazyst[ak]a?|praktykant|praktykantka|laerling|elev|harjoittelija|kesatyontekija',
);

/** The levels in the order in which they are looked for: beginners first, whatever they begin with, then from the top. */
export const RUNGS: readonly { readonly level: Seniority; readonly pattern: RegExp }[] = [
  { level: 'intern', pattern: interns },
  { level: 'entry', pattern: juniors },
  { level: 'owner', pattern: owners },
  { level: 'founder', pattern: founders },
  { level: 'c_suite', pattern: management },
  { level: 'partner', pattern: partners },
  { level: 'vp', pattern: vicePresidents },
  { level: 'head', pattern: heads },
  { level: 'director', pattern: directors },
  { level: 'manager', pattern: managers },
  { level: 'senior', pattern: seniors },
];
