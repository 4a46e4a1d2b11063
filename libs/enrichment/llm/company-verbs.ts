const words = (list: string): string => list.trim().split(/\s+/u).join('|');

/** What businesses do, as they say it of themselves; with accents. */
const WE = {
  en: `make build create develop design engineer plan produce manufacture assemble craft install maintain repair restore
    renovate supply sell distribute deliver import export ship transport store recycle rent lease finance insure advise
    help support train teach research test measure print publish grow brew bake process operate run provide offer`,
  de: `sind entwickeln bauen bieten machen fertigen planen gestalten konstruieren montieren installieren warten reparieren
    restaurieren renovieren liefern verkaufen vertreiben beraten betreiben produzieren drucken verlegen prüfen messen
    transportieren vermieten schulen unterstützen`,
  fr: `sommes concevons proposons développons fabriquons produisons construisons créons installons réparons restaurons
    rénovons vendons livrons distribuons conseillons formons imprimons éditons transportons offrons cultivons`,
  es: `somos desarrollamos ofrecemos fabricamos producimos diseñamos construimos creamos instalamos mantenemos reparamos
    restauramos vendemos distribuimos entregamos asesoramos formamos imprimimos editamos transportamos cultivamos ayudamos`,
  it: `siamo sviluppiamo offriamo fabbrichiamo produciamo progettiamo costruiamo creiamo realizziamo installiamo ripariamo
    restauriamo vendiamo distribuiamo consegniamo stampiamo trasportiamo coltiviamo aiutiamo`,
  nl: `zijn maken bouwen ontwikkelen ontwerpen produceren installeren onderhouden repareren restaureren renoveren leveren
    verkopen adviseren drukken vervoeren bieden helpen`,
  nordic: `är er fremstiller tillverkar bygger udvikler utvecklar utvikler designer leverer levererar producerer producerar
    sælger säljer selger reparerer reparerar installerer installerar tilbyder erbjuder tilbyr hjælper hjälper hjelper`,
  pl: `jesteśmy projektujemy budujemy tworzymy produkujemy instalujemy naprawiamy sprzedajemy dostarczamy oferujemy
    drukujemy doradzamy pomagamy`,
  pt: `somos desenvolvemos oferecemos fabricamos produzimos projetamos construímos criamos instalamos reparamos vendemos
    distribuímos entregamos imprimimos transportamos cultivamos ajudamos`,
  fi: `olemme valmistamme kehitämme suunnittelemme rakennamme tarjoamme myymme toimitamme korjaamme autamme`,
} as const;

const ITS = `is are makes builds creates develops designs engineers plans produces manufactures assembles crafts installs
  maintains repairs restores renovates supplies sells distributes delivers imports exports ships transports stores recycles
  rents leases finances insures advises helps supports trains teaches researches tests measures prints publishes grows brews
  bakes processes operates runs provides offers ist entwickelt baut bietet fertigt macht plant gestaltet konstruiert liefert
  verkauft vertreibt berät betreibt produziert druckt restauriert repariert est conçoit propose développe fabrique produit
  construit crée installe répare restaure vend livre distribue es desarrolla ofrece fabrica produce diseña construye instala
  vende distribuye è sviluppa offre produce progetta costruisce realizza vende distribuisce é desenvolve oferece fabrica
  produz maakt bouwt ontwikkelt ontwerpt levert produceert verkoopt är er bygger udvikler utvecklar leverer levererar
  tillverkar fremstiller on jest projektuje buduje produkuje valmistaa kehittää`;

/** Forms of "we are" and "we make", with which a site begins to speak of itself. */
export const SELF = new RegExp(
  `^(?:we(?:'re|(?: [a-z]+ly)? (?:are|${words(WE.en)}))|wir (?:${words(WE.de)})|nous (?:${words(WE.fr)})|(?:wij|we) (?:${words(WE.nl)})|vi (?:${words(WE.nordic)})|(?:nosotros |nós |noi |my |me )?(?:${[WE.es, WE.it, WE.pl, WE.pt, WE.fi].map(words).join('|')}))(?![\\p{L}])`,
  'iu',
);

/** The same of a company that is named before it. */
export const VERB = new RegExp(`^ ?(?:\\([^)]{1,40}\\) ?)?(?:,[^,.]{1,60}, )?(?:${words(ITS)})(?![\\p{L}])`, 'iu');

/** What a company says of itself for a day, or to its visitors: no description of it. Folded. */
export const PASSING =
  /(?<![\p{L}])(?:hiring|looking for|seeking|recruiting|closed|open(?:ed|s|ing)?|cookies?|sorry|proud|pleased|happy|glad|delighted|excited|moving|moved|celebrat\p{L}+|thanks?|thankful|responsible|liable|reserve|personal data|newsletter|parking|at the|voted|awarded|suchen|gesucht|geschlossen|geoffnet|freuen|stolz|danken|haften|haftbar|recrutons|cherchons|fermee?s?|ouverte?s?|heureux|fiers?|remercions|buscamos|cerrad[oa]s?|abiert[oa]s?|orgullos[oa]s?|cerchiamo|chius[oi]|apert[oi]|orgoglios[oi]|zoeken|gesloten|trots|soker|soger|lukket|stangt|szukamy|procuramos|etsimme)(?![\p{L}])/u;
