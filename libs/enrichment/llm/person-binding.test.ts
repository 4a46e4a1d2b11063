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
];

/** Quotes that do not, whatever a model makes of them. */
const unbound: [quote: string, title: string][] = [
  ['John Roe, CTO', 'CTO'],
  ['Jane Doe and John Roe, CTO', 'CTO'],
  ['Jane Doe, John Roe, CTO', 'CTO'],
  ['Jane Doe works with John Roe, our CTO', 'CTO'],
  ['Jane Doe John Roe CTO', 'CTO'],
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

  it('accents and case of a name make no difference', () => {
    const person = { firstName: 'Jose', lastName: 'Garcia' };
    expect(bindsToPerson('JOSÉ GARCÍA, Director', 'Director', person)).toBe(true);
  });
});
