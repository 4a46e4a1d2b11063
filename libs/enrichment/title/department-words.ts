import type { Department } from '../fields.ts';
import { anyOf } from './title-phrase.ts';

/** Words that name a department; null takes words away that would name a wrong one. */
export interface DepartmentWords {
  readonly department: Department | null;
  readonly pattern: RegExp;
}

const words = (department: Department | null, ...alternatives: readonly string[]): DepartmentWords => ({
  department,
  pattern: anyOf(...alternatives),
});

/** Phrases whose words, one by one, would mislead. Folded text, tried in this order, each taken out once found. */
export const PHRASES: readonly DepartmentWords[] = [
  // An abbreviation that stands for several offices says nothing.
  words(
    null,
    '(?:company|parliamentary|general) secretary|assistant(?= (?:vice president|vp|director|manager|principal|coach|head|controller|buyer))|cpo|cdo|cro|cso|cco|managing director(?=[ ,|–-]+(?:\\w+ )?(?:investments?|banking|capital|equity|advisory|markets)\\b)',
  ),
  words(
    'legal',
    'data (?:protection|privacy)|privacy|datenschutz\\w*|protection des donnees|proteccion de datos|protezione (?:dei )?dati',
  ),
  words(
    'it',
    'data ?cent(?:er|re)s?|it (?:support|operations|security|helpdesk|service desk)|it service\\w*|(?:information|cyber) ?security|cybersecurity|unified communications|site reliability|sistemas informaticos|systemes d information|dsi|ciso|cio',
  ),
  words(
    'administration',
    'data entry|assistente? de direction|(?:team|management|office|board) assistant|asystentk?a? (?:zarzadu|dyrektora)|personal assistant|executive assistant|assistante de direction|assistant de direction|assistente di direzione|asistente de direccion|(?:direktions|vorstands|geschaftsfuhrungs|team)assist\\w+|chefsekretar\\w*|office manager(?:in)?|administrative (?:assistant|officer)',
  ),
  words(
    'design',
    'product design\\w*|(?:ux|ui|user experience|service|graphic|visual|interaction|web|game|fashion|interior|industrial) design\\w*|(?:ux|ui) \\w+|grafikdesign\\w*|produktdesign\\w*|design manager',
  ),
  words(
    'engineering',
    '(?:design|product|sales force|quality|qa|test|security|process|research|hardware|software|data platform) engineers?(?:ing)?|(?:software|hardware|platform|quality) engineering|software ?(?:developer|architect|entwickl\\w*|entwicklungs\\w*)',
  ),
  words('education', '(?:professor|professorin|lecturer|professeure?|profesora?) (?:of|for|in|fur|de|der) \\w+'),
  words(
    'marketing',
    'product marketing|produktmarketing|(?:lead|demand) gen(?:eration)?|marketing (?:operations|analytics|data|design|technology)|market research',
  ),
  words('customer_success', 'customer success|client success|kundenerfolg'),
  words(
    'sales',
    'sales (?:operations|enablement|engineering|training|support|administration|development)|revenue operations|business development|(?:key |strategic |global |national )?accounts? (?:manager\\w*|executive|director)|key accounts?|pre ?sales|solutions? (?:engineer|consultant)s?|developpement commercial|desarrollo de negocio|sviluppo commerciale|rozwoju biznesu',
  ),
  words(
    'human_resources',
    'people (?:operations|partner|culture|experience|development|team|manager|lead|analytics)|(?:head|director|vp|manager|chief|leader|officer) (?:of )?people|people officer|de personal|(?:leiter|leiterin|leitung|bereichsleiter|bereichsleiterin|referent|referentin|abteilung|bereich) personal|talent (?:acquisition|management|partner)|talent|organi[sz]ational development|risorse umane|recursos humanos|ressources humaines|zasobow ludzkich|human (?:resources|capital|relations)',
  ),
  words(
    'finance',
    'administrati(?:f|ve|vo|va) et financi\\w+|administratif financier|administratif et financier|financial planning|controle de gestion|control de gestion|controllo di gestione|risk (?:management|manager|analyst|officer)|investor relations|daf|business control\\w*|financial operations',
  ),
  words(
    'operations',
    'supply chain|chief operating officer|(?:chaine|gestion) logistique|business operations|quality (?:manager|management|assurance|control)|health safety|(?:plant|facility|facilities|fleet|warehouse) manager\\w*|cadena de suministro|lancuch\\w* dostaw',
  ),
  words(
    'product',
    'product owner|product (?:manage\\w+|operations|analyst|lead|director|strategy)|produktmanag\\w+|chef(?:fe)? de produit|produktchef|produktsjef|jefe de producto|gerente de producto|gerente de produto',
  ),
  words(
    'management',
    'chief of staff|chief executive(?: officer)?|general manage\\w+|managing director|(?:member|mitglied) (?:of|der|des) (?:the )?(?:board|executive board|geschaftsleitung|geschaftsfuhrung|vorstand\\w*)',
  ),
  words('research', 'rnd|research development|forschung entwicklung|forskning utvikling'),
  words(null, '(?:project|program|programme|portfolio) manage\\w+'),
];

/** What somebody works on. Folded. */
export const FUNCTIONS: readonly DepartmentWords[] = [
  words(
    'sales',
    'sales|vertrieb\\w*|verkauf\\w*|verkaeufer|aussendienst\\w*|innendienst|salg\\w*|saljare|saljchef|forsaljning\\w*|myynti\\w*|commercial|commerciale?|commerciaux|comercial\\w*|ventas?|vendas|vendedora?|vendite|ventes?|vendeu(?:r|se)|venditore|verkoop\\w*|verkoper|sprzedaz\\w*|handlow\\w+|partner (?:manager|sales|development|success)|partnerships?|alliances|channel',
  ),
  words(
    'marketing',
    'marketing\\w*|\\w+marketing|marketingu|marknad\\w*|markedsforing\\w*|markkinoin\\w*|markeds\\w*|brand|branding|content|seo|sem|social media|community|copywriter|communications?|communicatie\\w*|kommunikation\\w*|kommunikasjon\\w*|comunicacion|comunicacao|comunicazione|viestinta\\w*|public relations|pr|presse\\w*|press|publicist|cmo|werbung',
  ),
  words(
    'finance',
    'finance|finances|financial|financ(?:ier|iere|ieel|iele|iero|iera|eiro|eira|as|ie)|finanz\\w*|finanziari[ao]|finans\\w*|finansow\\w*|talous\\w*|ekonomi\\w*|okonomi\\w*|accounting|accountants?|accounts (?:payable|receivable)|bookkeep\\w*|buchhalt\\w*|\\w+buchhalt\\w*|rechnungswesen|controlling|controllers?|controllerin|comptab\\w*|contab\\w*|contador\\w*|boekhoud\\w*|bogholder\\w*|regnskap\\w*|regnskab\\w*|redovisning\\w*|ksiegow\\w*|kirjanpitaja|treasur\\w*|tesoreria|audit\\w*|tax|steuer\\w*|payroll|billing|cfo|wirtschaftsprufer\\w*',
  ),
  words(
    'human_resources',
    'hr|hrbp|drh|personal(?:leit|referent|wesen|abteil|chef|manag|entwickl|sachbearb|vorstand|beschaff|gewinnung|recruit|direkt)\\w*|personnel|recruit\\w*|recruiting|rekrut\\w*|rh|personeel\\w*|personale\\w*|kadr\\w*|henkilosto\\w*|selezione del personale|people|chro|rrhh',
  ),
  words(
    'legal',
    'legal|law|lawyers?|attorneys?|solicitors?|barristers?|paralegals?|counsel|compliance|recht|rechts\\w+|syndikus\\w*|jurist\\w*|juridi\\w+|legale|avocate?|abogad[ao]|avvocat[ao]|advogad[ao]|notar\\w*|prawn\\w+|adwokat\\w*|advokat\\w*|lakimies|lakiasiain\\w*|advocaat',
  ),
  words(
    'it',
    'it|edv|sap|informati(?:k|que|ca|sche)\\w*|informatyk\\w*|ict|sysadmin|systemadministrator\\w*|systems? administrators?|network|netzwerk\\w*|information technology|information systems?|infrastructure|devops|tietohallint\\w*',
  ),
  words('data', 'data|analytics|business intelligence|machine learning|datenanaly\\w*|donnees|datos|dati|dados'),
  words('design', 'design|designer\\w*|\\w+design|ux|ui|disenador\\w*|diseno|grafik\\w*|graphic|graphiste|muotoil\\w*'),
  words('product', 'product|produit|producto|prodotto|produto|produkt|cpto'),
  words(
    'support',
    'customer (?:service|services|care|support|experience)|client services|support|help ?desk|service ?desk|kundenservice\\w*|kundendienst\\w*|kundenbetreu\\w*|kundeservice\\w*|kundtjanst\\w*|kundsupport|service client|atencion al cliente|servicio al cliente|assistenza clienti|klantenservice\\w*|asiakaspalvelu\\w*|obslugi klienta|atendimento',
  ),
  words(
    'operations',
    'procurement|purchas\\w+|buyer|einkauf\\w*|einkaeufer|achats?|acheteu\\w*|compras|comprador\\w*|acquisti|inkoop\\w*|inkoper|indkob\\w*|innkjop\\w*|inkop\\w*|zakup\\w*|hankinta\\w*|osto(?:ja|paallikko|johtaja)|logisti\\w*|logistyk\\w*|production|produktion\\w*|produksjon\\w*|produkcj\\w*|produccion|producao|produzione|productie\\w*|tuotan\\w*|manufacturing|fertigung\\w*|warehouse|lager\\w*|facilit\\w+|quality|qualitat\\w*|qualite|calidad|qualita|qualidade|jakosci|kwaliteit\\w*|kvalit\\w+|laatu\\w*|drift\\w*|dispatcher|disponent\\w*',
  ),
  words(
    'education',
    'profess(?:or|orin|eure?|ore|oressa)|teachers?|teaching|lecturers?|lehrer|lehrerin|\\w+lehrer|\\w+lehrerin|enseignante?|profesor|profesora|insegnante|docente|leraar|lerares|larare|laerer|opettaja|nauczyciel\\w*|schul\\w+|school|kindergart\\w*|erzieher\\w*|education|training|bildung\\w*|ausbildung\\w*',
  ),
  words(
    'health',
    'nurse|nurses|nursing|physician|surgeon|dentist|dental|medical|clinical|pharmacist|pharmacy|physiotherap\\w*|therapist|arzt|arztin|\\w+arzt|\\w+arztin|krankenschwester|pflege\\w*|infirmi\\w+|medecin|medic[oa]|enfermer[oa]|infermier[ea]|arts|verpleeg\\w*|sykepleier|sjukskoterska|sygeplejerske|laakari|sairaanhoitaja|lekarz|pielegniark\\w*|apotheker\\w*|radiolog\\w*|health',
  ),
];

/** Professions and general words, where nothing says what they work on. Folded. */
export const PROFESSIONS: readonly DepartmentWords[] = [
  words(
    'management',
    'ceo|(?<!vice )president(?:e|a|in)?|prasident\\w*|geschaftsfuhr\\w+|geschaftsleit\\w+|vorstand\\w*|pdg|directeur general|directrice generale|gerante?|director general|directora general|consejer[oa] delegad[oa]|gerente general|director ejecutivo|directora ejecutiva|diretora? geral|diretora? executiv[oa]|amministrat(?:ore|rice) (?:delegat[oa]|unico)|dirett(?:ore|rice) generale|algemeen directeur|(?:administrerende|adm) direktor|daglig leder|verkstallande direktor|vd|koncernchef|konsernsjef|toimitusjohtaja|prezes|prezeska|czlonek zarzadu|dyrektor generalny|dyrektorka generalna',
  ),
  words(
    'engineering',
    'cto|technology|engineers?|engineering|developers?|programmers?|full ?stack|front ?end|back ?end|software|entwickler|entwicklerin|\\w+entwickler|\\w+entwicklerin|entwicklungs\\w+|entwicklung|ingenieure?|ingenieurin|\\w+ingenieur|\\w+ingenieurin|developpeu\\w+|desarrollador\\w*|ingenier[oa]|ingegnere|sviluppat\\w+|\\w*ontwikkelaar|programmeur|programista|programmist\\w*|inzynier|utvecklare|\\w+utvecklare|udvikler|\\w+udvikler|utvikler|\\w+utvikler|ingenior|ingenjor|\\w+ingenjor|kehittaja|\\w+kehittaja|insinoori|\\w+insinoori|engenheir[oa]|desenvolvedora?|konstrukteur\\w*',
  ),
  words(
    'consulting',
    'consultants?|consultante|consulting|unternehmensberat\\w*|berater|beraterin|consultora?|consulente|konsulent|konsult|konsultti|konsultant\\w*',
  ),
  words(
    'research',
    'research\\w*|scientists?|forschung\\w*|wissenschaftl\\w+|chercheu\\w+|investigador\\w*|ricercat\\w+|onderzoeker|forsker|forskare|tutkija|badacz\\w*|pesquisador\\w*|laboratory|labor|laborant\\w*',
  ),
  words(
    'administration',
    '^(?:senior |junior )?(?:assistants?|assistante?|assistente?|assistentin|assistenz|asistente?|asystent|asystentka|assistentti)$|secretary|sekretar\\w*|secretaire|secretari[ao]|segretari[ao]|sekretarz|sekretarka|sihteeri|receptionists?|office|clerk|administrati\\w+|verwaltung\\w*|buroleit\\w*|sekretariat\\w*|administracji|hallinto\\w*',
  ),
  words(
    'operations',
    'operations?|operating|operational|operaciones|operacoes|operazioni|operationnel\\w*|operacyjn\\w+|coo',
  ),
];
