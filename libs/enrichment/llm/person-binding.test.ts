import { describe, expect, it } from '@jest/globals';
import { bindsToPerson } from './person-binding.ts';

const jane = { firstName: 'Jane', lastName: 'Doe', employer: 'Acme Inc' };

/** Quotes that say what Jane Doe is. */
const bound: [quote: string, title: string][] = [
  ['Jane Doe, CTO', 'CTO'],
  ['Jane Doe – Head of Sales', 'Head of Sales'],
  ['Jane Doe | Chief Rocket Officer', 'Chief Rocket Officer'],
  ['Jane Doe: Managing Director', 'Managing Director'],
  ['Jane Doe (CEO)', 'CEO'],
  ['Jane Doe is our Chief Financial Officer.', 'Chief Financial Officer'],
  ['Jane Doe serves as the Director of Operations.', 'Director of Operations'],
  ['Dr. Jane Doe, Chief Scientist', 'Chief Scientist'],
  ['Jane Q. Doe, Chief Scientist', 'Chief Scientist'],
  ['Jane Marie Doe, Chief Scientist', 'Chief Scientist'],
  ['Doe, Jane – Controller', 'Controller'],
  ['Our CTO is Jane Doe.', 'CTO'],
  ['CTO: Jane Doe', 'CTO'],
  ['Geschäftsführerin: Jane Doe', 'Geschäftsführerin'],
  ['CTO Jane Doe', 'CTO'],
  ['Head of Sales Jane Doe', 'Head of Sales'],
  ['Jane Doe ist unsere Vertriebsleiterin.', 'Vertriebsleiterin'],
  ['Jane Doe, Leiterin Vertrieb', 'Leiterin Vertrieb'],
  ['Jane Doe est notre directrice commerciale.', 'directrice commerciale'],
  ['Jane Doe – Directrice générale', 'Directrice générale'],
  ['Jane Doe es nuestra directora de ventas.', 'directora de ventas'],
  ['Jane Doe è la direttrice commerciale.', 'direttrice commerciale'],
  ['Jane Doe é a diretora comercial', 'diretora comercial'],
  ['Jane Doe är Försäljningschef', 'Försäljningschef'],
  ['Jane Doe, toimitusjohtaja', 'toimitusjohtaja'],
  ['Jane Doe – Prezes', 'Prezes'],
  ['Jane Doe, CTO at Acme', 'CTO'],
  ['Jane Doe, CTO, Acme Inc', 'CTO'],
  ['JANE DOE CTO', 'CTO'],
  ['Meet the team Jane Doe CTO John Roe CEO', 'CTO'],
  ['Jane Doe, CTO; John Roe, CEO', 'CTO'],
  ['John Roe – CEO. Jane Doe – CTO.', 'CTO'],
  ['Jane Doe is our CTO. Previously she was CFO at Globex.', 'CTO'],
  ['Jane Doe joined Acme Inc in 2015 and is CTO today.', 'CTO'],
  ['Jane Doe ist seit 2015 Entwicklungsleiterin bei Acme.', 'Entwicklungsleiterin'],
  ['Jane Doe is sinds 2015 directeur bij Acme Inc. Tea?', 'directeur'],
  ['Jane Doe har været Salgschef hos Acme Inc siden 2015.', 'Salgschef'],
  ['Jane Doe od 2015 roku to Prezes w Acme.', 'Prezes'],
  ['Jane Doe är Ekonomichef på Acme Inc AB sedan 2015.', 'Ekonomichef'],
  ['Jane Doe Jane Doe is our CTO.', 'CTO'],
  ['Acme Inc Jane Doe is our CTO.', 'CTO'],
  ['Our owner is Globex BV. Jane Doe is our CTO.', 'CTO'],
  ['Home Contato Jane Doe is our CTO.', 'CTO'],
  ['represented by CTO Jane Doe and CFO John Roe', 'CTO'],
];

/** Quotes that do not, whatever a model makes of them. */
const unbound: [quote: string, title: string][] = [
  ['John Roe, CTO', 'CTO'],
  ['Jane Doe and John Roe, CTO', 'CTO'],
  ['Jane Doe, John Roe, CTO', 'CTO'],
  ['Jane Doe works with John Roe, our CTO', 'CTO'],
  ['Jane Doe John Roe CTO', 'CTO'],
  ['Contact Jane Doe CTO John Roe', 'CTO'],
  ['Contact Jane Doe CTO Sanne van der Heijden', 'CTO'],
  ['CEO John Roe Jane Doe', 'CEO'],
  ['John Roe CEO Jane Doe', 'CEO'],
  ['John Roe, CEO, Jane Doe', 'CEO'],
  ['John Roe, CEO, Jane Doe, CTO', 'CEO'],
  ['John Roe CEO Jane Doe Chief of Staff', 'CEO'],
  ['CTO Jane Doe CEO John Roe', 'CEO'],
  ['CTO: Jane Doe, CEO: John Roe', 'CEO'],
  ['Jane Doe CEO: John Roe', 'CEO'],
  ['Jane Doe, CEO – John Roe', 'CEO'],
  ['Jane Doe, assistant to the CEO', 'CEO'],
  ['Jane Doe, Assistant to the CEO', 'CEO'],
  ['Jane Doe reports to the CTO', 'CTO'],
  ['Jane Doe, CEO Assistant', 'CEO'],
  ["Jane Doe, CEO's assistant", 'CEO'],
  ["Jane Doe's CEO", 'CEO'],
  ['Jane Doe, former CTO', 'CTO'],
  ['Jane Doe, Former CTO', 'Former CTO'],
  ['former CTO Jane Doe', 'CTO'],
  ['ex-CTO Jane Doe', 'CTO'],
  ['Jane Doe, CTO until 2019', 'CTO'],
  ['Jane Doe, CTO (2012–2019)', 'CTO'],
  ['Previously: Jane Doe, CTO', 'CTO'],
  ['Jane Doe was our CTO', 'CTO'],
  ['Jane Doe is not our CTO', 'CTO'],
  ['Jane Doe is no longer CTO', 'CTO'],
  ['Jane Doe, ehemalige Geschäftsführerin', 'Geschäftsführerin'],
  ['Jane Doe, Geschäftsführerin bis 2020', 'Geschäftsführerin'],
  ['Jane Doe, stellvertretende Leiterin', 'Leiterin'],
  ['Jane Doe, ancienne directrice', 'directrice'],
  ['Jane Doe, directrice jusqu’en 2020', 'directrice'],
  ['Jane Doe, antigua directora', 'directora'],
  ['Jane Doe e il direttore', 'direttore'],
  ['Jane Doe y el director', 'director'],
  ['Jane Doe und der Geschäftsführer', 'Geschäftsführer'],
  ['Jane Doe, Vice President', 'President'],
  ['Vice President Jane Doe', 'President'],
  ['Jane Doe, CTO of Globex', 'CTO'],
  ['Jane Doe, CTO at Globex', 'CTO'],
  ['Jane Doe, CTO, Globex GmbH', 'CTO'],
  ['Jane Doe (CTO, Globex Ltd)', 'CTO'],
  ['Jane Doe, Geschäftsführerin der Globex AG', 'Geschäftsführerin'],
  ['CTO Jane Doe of Globex', 'CTO'],
  ['Mary Jane Doe, CTO', 'CTO'],
  ['J. Jane Doe, CTO', 'CTO'],
  ['Jo. Jane Doe is our CTO', 'CTO'],
  ['BV Jane Doe is our CTO', 'CTO'],
  ['Jane Doe-Smith, CTO', 'CTO'],
  ['Mary-Jane Doe, CTO', 'CTO'],
  ['CTO: Jane Doe Smith', 'CTO'],
  ['Janet Doe, CTO', 'CTO'],
  ['Jane, CTO', 'CTO'],
  ['Ms Doe, CTO', 'CTO'],
  ['Jane Doe, Berlin', 'Berlin'],
  ['Jane Doe is happy', 'happy'],
  ['Jane Doe, DIRECTOR', 'CTO'],
  ['Jane Doe loves rockets. Our CTO is John Roe.', 'CTO'],
  ['Jane Doe, incoming CTO', 'CTO'],
  ['Jane Doe succeeds the CTO', 'CTO'],
  ['', 'CTO'],
  ['Jane Doe, CTO', ''],
  ["Our CTO is Jane Doe's brother.", 'CTO'],
  ['Jane Doe, CTO desk, second floor', 'CTO'],
  ['Jane Doe, CTO desk, second floor', 'CTO desk'],
  ['Jane Doe is Chief Technology Officer', 'Chief'],
  ['Jane Doe is our CTO', 'our CTO'],
  ['Jane Doe is CTO at Acme', 'CTO at'],
  ['Jane Doe worked as CTO', 'worked as CTO'],
  ['Jane Doe (CTO), 0800 000', 'CTO), 0800'],
  ['Jane Doe, sister of the Director', 'sister of the Director'],
  ['Anna van der Berg CTO Jane Doe', 'CTO'],
  ['Anna van der Berg CTO Jane Doe', 'Berg CTO'],
  ['Senior Accountant Jane Doe', 'Accountant'],
  ['If Jane Doe is our CTO one day, we shall dance.', 'CTO'],
  ['From next year Jane Doe is our CTO.', 'CTO'],
  ['It is a rumour that Jane Doe is our CTO.', 'CTO'],
  ['Is it true that Jane Doe is our CTO?', 'CTO'],
  ['“Splendid work.” Jane Doe, CTO', 'CTO'],
  ['Jane Doe, CTO, customer since 2012', 'CTO'],
  ['Jane Doe is CTO at Acme Hotels', 'CTO'],
  ['Jane Doe joined Globex in 2015 and is CTO today.', 'CTO'],
  ['Jane Doe joined Acme Inc in 2015 and was CTO for a year.', 'CTO'],
  ['Jane Doe has been CTO and clerk in earlier years.', 'CTO'],
  ['Jane Doe ist seit 2015 Entwicklungsleiterin bei Globex.', 'Entwicklungsleiterin'],
];

describe('bindsToPerson', () => {
  it.each(bound)('%j makes her %j', (quote, title) => {
    expect(bindsToPerson(quote, title, jane)).toBe(true);
  });

  it.each(unbound)('%j does not make her %j', (quote, title) => {
    expect(bindsToPerson(quote, title, jane)).toBe(false);
  });

  it.each([
    ['Former staff: ', 'Jane Doe, CTO', ''],
    ['Mary ', 'Jane Doe, CTO', ''],
    ['', 'Jane Doe, CTO', ' of Globex'],
    ['', 'Jane Doe, CTO', ' until 2019'],
    ['', 'Jane Doe, CEO', '’s assistant'],
    ['', 'Jane Doe CEO', ': John Roe'],
    ['John Roe ', 'CEO Jane Doe', ' Head of Sales'],
    ['Our CEO ', 'Jane Doe CTO', ' John Roe'],
    ['former ', 'CTO Jane Doe', ''],
  ])('what stands around a quote counts: %j %j %j', (before, quote, after) => {
    const title = quote.includes('CEO') ? 'CEO' : 'CTO';
    expect(bindsToPerson(quote, title, jane, { before, after })).toBe(false);
  });

  it('the quote must hold both', () => {
    expect(bindsToPerson('CTO', 'CTO', jane, { before: 'Jane Doe, ', after: '' })).toBe(false);
    expect(bindsToPerson('Jane Doe', 'CTO', jane, { before: '', after: ', CTO' })).toBe(false);
  });

  it('a hyphen in a name or title is read as one', () => {
    const person = { firstName: 'Anne-Marie', lastName: 'Doe-Roe' };
    expect(bindsToPerson('Anne-Marie Doe-Roe, Co-Founder', 'Co-Founder', person)).toBe(true);
    expect(bindsToPerson('Marie Doe-Roe, Co-Founder', 'Co-Founder', person)).toBe(false);
  });

  it('a name may be a word that speaks of the past or of wishes', () => {
    const person = { firstName: 'Will', lastName: 'Past' };
    expect(bindsToPerson('Will Past is our CTO.', 'CTO', person)).toBe(true);
  });

  it('accents and case of a name make no difference', () => {
    const person = { firstName: 'Jose', lastName: 'Garcia' };
    expect(bindsToPerson('JOSÉ GARCÍA, Director', 'Director', person)).toBe(true);
  });
});
