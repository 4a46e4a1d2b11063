/** What a site of a language calls its pages, and how it says who somebody is. */
export interface Words {
  readonly team: string;
  readonly path: string;
  readonly about: string;
  readonly aboutPath: string;
  readonly contact: string;
  readonly industry: string;
  readonly position: string;
  /** A sentence of a person's work. */
  says(name: string, title: string, company: string): string;
}

type Row = readonly [string, string, string, string, string, string, string, Words['says']];

const ROWS: Readonly<Record<string, Row>> = {
  en: [
    'Our team',
    '/team',
    'About us',
    '/about',
    'Contact',
    'Industry',
    'Position',
    (n, t, c) => `${n} joined ${c} in 2015 and is ${t} today.`,
  ],
  de: [
    'Unser Team',
    '/team',
    'Über uns',
    '/ueber-uns',
    'Kontakt',
    'Branche',
    'Funktion',
    (n, t, c) => `${n} ist seit 2015 ${t} bei ${c}.`,
  ],
  fr: [
    'Notre équipe',
    '/equipe',
    'À propos',
    '/a-propos',
    'Contact',
    'Secteur',
    'Fonction',
    (n, t, c) => `${n} est ${t} chez ${c} depuis 2015.`,
  ],
  es: [
    'Nuestro equipo',
    '/equipo',
    'Quiénes somos',
    '/quienes-somos',
    'Contacto',
    'Sector',
    'Cargo',
    (n, t, c) => `${n} es ${t} de ${c} desde 2015.`,
  ],
  it: [
    'La squadra',
    '/squadra',
    'Chi siamo',
    '/chi-siamo',
    'Contatti',
    'Settore',
    'Ruolo',
    (n, t, c) => `${n} è ${t} di ${c} dal 2015.`,
  ],
  nl: [
    'Ons team',
    '/team',
    'Over ons',
    '/over-ons',
    'Contact',
    'Branche',
    'Functie',
    (n, t, c) => `${n} is sinds 2015 ${t} bij ${c}.`,
  ],
  da: [
    'Medarbejdere',
    '/medarbejdere',
    'Om os',
    '/om-os',
    'Kontakt',
    'Branche',
    'Stilling',
    (n, t, c) => `${n} har været ${t} hos ${c} siden 2015.`,
  ],
  pl: [
    'Nasz zespół',
    '/zespol',
    'O nas',
    '/o-nas',
    'Kontakt',
    'Branża',
    'Stanowisko',
    (n, t, c) => `${n} od 2015 roku to ${t} w ${c}.`,
  ],
  pt: [
    'A equipe',
    '/equipe',
    'Quem somos',
    '/quem-somos',
    'Contato',
    'Setor',
    'Cargo',
    (n, t, c) => `${n} é ${t} da ${c} desde 2015.`,
  ],
  ja: [
    '役員紹介',
    '/team',
    '会社概要',
    '/company',
    'お問い合わせ',
    '業種',
    '役職',
    (n, t, c) => `${n}は2015年から${c}の${t}です。`,
  ],
  sv: [
    'Medarbetare',
    '/medarbetare',
    'Om oss',
    '/om-oss',
    'Kontakt',
    'Bransch',
    'Befattning',
    (n, t, c) => `${n} är ${t} på ${c} sedan 2015.`,
  ],
  fi: [
    'Henkilöstö',
    '/henkilosto',
    'Meistä',
    '/meista',
    'Yhteystiedot',
    'Toimiala',
    'Tehtävä',
    (n, t, c) => `${n} on ollut ${c}n ${t} vuodesta 2015.`,
  ],
};

/** @throws Error for a language that the corpus has no words for */
export function wordsOf(language: string): Words {
  const row = ROWS[language];
  if (!row) throw new Error(`no words for ${language}`);
  const [team, path, about, aboutPath, contact, industry, position, says] = row;
  return { team, path, about, aboutPath, contact, industry, position, says };
}
