/** A made-up person. */
export interface Person {
  readonly first: string;
  readonly last: string;
  readonly title: string;
  readonly language: string;
  /** As the person's language writes it. */
  readonly name: string;
  readonly slug: string;
  /** What the title says of level and department; null where it does not say. */
  readonly rank: { readonly seniority: string | null; readonly department: string | null };
}

const TUNED = `Mara|Ellingwood|Head of Operations|en
Tobias|Fenn|Chief Technology Officer|en
Priya|Raghunathan|VP Sales, EMEA|en
Owen|McAllister|Senior Accountant|en
Jürgen|Weißhaupt|Geschäftsführer|de
Annika|Möllendorf|Leiterin Personal|de
Felix|Sauerbrey|Entwicklungsleiter|de
Hélène|Duvauchelle|Directrice financière|fr
Rémi|Castagnier|Responsable commercial|fr
Íñigo|Barrenechea Soto|Director de Marketing|es
Lucía|Peñalver|Jefa de Producción|es
Chiara|Bellandi|Responsabile acquisti|it
Matteo|D'Ambrosio|Amministratore delegato|it
Sanne|van der Heijden|Hoofd Logistiek|nl
Joost|Kuipers|Financieel directeur|nl
Søren|Østergaard|Administrerende direktør|da
Ida|Kjærsgaard|Salgschef|da
Zofia|Wrześniewska|Dyrektor finansowa|pl
Łukasz|Brzeziński|Kierownik projektu|pl
João|Vasconcelos|Diretor de Operações|pt
Beatriz|Falcão|Gerente de Produto|pt
花子|山田|代表取締役|ja|yamada-hanako
健一|佐々木|営業部長|ja|sasaki-kenichi
Åsa|Lindqvist|Ekonomichef|sv`;

const SET_APART = `Callum|Whitlock|Director of Customer Success|en
Naomi|Adeyemi-Brooks|General Counsel|en
Katrin|Oberländer|Prokuristin|de
Étienne|Marchandeau|Directeur technique|fr
Rocío|Valdivieso|Directora general|es
Giulia|Santoro Neri|Responsabile qualità|it
Wouter|de Bruijn|Hoofd Inkoop|nl
Mikkel|Thorup|Driftschef|da
Agnieszka|Nowakowska-Lis|Specjalista ds. marketingu|pl
Tiago|Monteverde|Coordenador de Vendas|pt
美咲|中村|人事部長|ja|nakamura-misaki
Päivi|Koskela|Talousjohtaja|fi`;

/** Title | seniority | department, as a reader of the title would say; "-" where it does not say. */
const RANKS = `Head of Operations|head|operations
Chief Technology Officer|c_suite|engineering
VP Sales, EMEA|vp|sales
Senior Accountant|senior|finance
Geschäftsführer|c_suite|management
Leiterin Personal|head|human_resources
Entwicklungsleiter|head|engineering
Directrice financière|director|finance
Responsable commercial|manager|sales
Director de Marketing|director|marketing
Jefa de Producción|head|operations
Responsabile acquisti|manager|operations
Amministratore delegato|c_suite|management
Hoofd Logistiek|head|operations
Financieel directeur|director|finance
Administrerende direktør|c_suite|management
Salgschef|manager|sales
Dyrektor finansowa|director|finance
Kierownik projektu|manager|-
Diretor de Operações|director|operations
Gerente de Produto|manager|product
代表取締役|c_suite|management
営業部長|head|sales
Ekonomichef|manager|finance
Director of Customer Success|director|customer_success
General Counsel|-|legal
Prokuristin|-|-
Directeur technique|director|-
Directora general|c_suite|management
Responsabile qualità|manager|operations
Hoofd Inkoop|head|operations
Driftschef|manager|operations
Specjalista ds. marketingu|-|marketing
Coordenador de Vendas|-|sales
人事部長|head|human_resources
Talousjohtaja|director|finance`;

const rankOf = (title: string): Person['rank'] => {
  const row = RANKS.split('\n').find((line) => line.startsWith(`${title}|`)) ?? '';
  const [, seniority = '-', department = '-'] = row.split('|');
  return { seniority: seniority === '-' ? null : seniority, department: department === '-' ? null : department };
};

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[øæåł]/g, (letter) => ({ ø: 'o', æ: 'ae', å: 'a', ł: 'l' })[letter] ?? letter)
    .replace(/[^a-z]+/g, '-');

function read(rows: string): Person[] {
  return rows.split('\n').map((row) => {
    const [first = '', last = '', title = '', language = '', slug] = row.split('|');
    const name = language === 'ja' ? `${last} ${first}` : `${first} ${last}`;
    return { first, last, title, language, name, slug: slug ?? plain(`${first} ${last}`), rank: rankOf(title) };
  });
}

/** The people of the pages that are tuned on, and those of the pages that are set apart. */
export const PEOPLE = { tuned: read(TUNED), heldOut: read(SET_APART) } as const;
