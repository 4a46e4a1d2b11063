/** A made-up person. */
export interface Person {
  readonly first: string;
  readonly last: string;
  readonly title: string;
  readonly language: string;
  /** As the person's language writes it. */
  readonly name: string;
  readonly slug: string;
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
    return { first, last, title, language, name, slug: slug ?? plain(`${first} ${last}`) };
  });
}

/** The people of the pages that are tuned on, and those of the pages that are set apart. */
export const PEOPLE = { tuned: read(TUNED), heldOut: read(SET_APART) } as const;
