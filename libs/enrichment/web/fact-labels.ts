import { fold } from './text.ts';

/** What a list of a company's facts says. */
export type LabelledField = 'industry' | 'foundedYear' | 'employees' | 'headquarters';

/**
 * What sites call a fact, folded, in the languages of the site's other words. Plurals of "industry" are left out: they
 * name whom a company works for.
 */
const LABELS: Readonly<Record<LabelledField, string>> = {
  industry: `industry|industry sector|sector|business sector|line of business|branche|wirtschaftszweig|branchenzweig|secteur|
    secteur d'activite|sector de actividad|industria|settore|settore di attivita|bransch|bransje|toimiala|branza|setor|ramo|
    ramo de atividade|obor|odvetvi|sektor|業種|業界|行业|업종`,
  foundedYear: `founded|founded in|year founded|year of foundation|established|established in|est.|gegrundet|gegrundet im jahr|
    grundung|grundungsjahr|fondee en|fonde en|annee de creation|date de creation|annee de fondation|fundada en|fundado en|
    ano de fundacion|fundacion|fondata nel|anno di fondazione|fondazione|opgericht|opgericht in|oprichtingsjaar|grundat|
    grundades|grundlagt|stiftet|etableret|etablerad|etablert|perustettu|perustamisvuosi|rok zalozenia|zalozona w|
    ano de fundacao|fundada em|rok zalozeni|設立|創業`,
  employees: `employees|number of employees|no. of employees|headcount|mitarbeiter|mitarbeitende|mitarbeiterzahl|
    anzahl mitarbeiter|mitarbeiter:innen|mitarbeiterinnen und mitarbeiter|beschaftigte|employes|effectif|nombre d'employes|
    nombre de salaries|salaries|empleados|numero de empleados|dipendenti|numero di dipendenti|addetti|medewerkers|
    aantal medewerkers|ansatte|antal ansatte|antall ansatte|anstallda|antal anstallda|tyontekijoita|henkilosto|
    liczba pracownikow|pracownicy|numero de funcionarios|funcionarios|zamestnanci|pocet zamestnancu|従業員数|社員数`,
  headquarters: `headquarters|head office|headquartered in|hq|hauptsitz|firmensitz|unternehmenssitz|sitz|siege|siege social|
    sede|sede central|sede principale|hoofdkantoor|hovedkontor|hovedsaede|huvudkontor|paakonttori|siedziba|siedziba glowna|
    sidlo|本社|本社所在地`,
};

const FIELDS: ReadonlyMap<string, LabelledField> = new Map(
  Object.entries(LABELS).flatMap(([field, labels]) =>
    labels.split('|').map((label) => [fold(label), field as LabelledField] as const),
  ),
);
/** Labels of lists that are about somebody else's company, a project, a vacancy or a person. Folded. */
const OF_OTHERS =
  /^(?:customer|client|project|partner|case study|challenge|solution|result|scope|services? provided|investor|supplier|kunde|auftraggeber|projekt|bauherr|aufgabe|losung|ergebnis|maitre d'ouvrage|projet|cliente|proyecto|progetto|klant|opdrachtgever|kund|kunde|asiakas|klient|projeto|job title|position|salary|gehalt|contract|vacancy|name|birth\w*|age)s?$/;
const OF_COMPANY =
  /^(?:company|company name|firm|firma|firmenname|unternehmen|entreprise|societe|raison sociale|empresa|razon social|azienda|ragione sociale|bedrijf|bedrijfsnaam|foretag|virksomhed|yritys|会社名|社名)$/;

const plain = (label: string): string => fold(label.replace(/\s*[:：]\s*$/u, '').replace(/’/g, "'"));

/** The field that a label stands for; null for any other. */
export function fieldOf(label: string): LabelledField | null {
  return FIELDS.get(plain(label)) ?? null;
}

/** Whether a list with this label is about somebody else's business, or about no business at all. */
export const isOfOthers = (label: string): boolean => OF_OTHERS.test(plain(label));

/** Whether what stands behind this label is the name of the company that a list is about. */
export const isCompanyLabel = (label: string): boolean => OF_COMPANY.test(plain(label));
