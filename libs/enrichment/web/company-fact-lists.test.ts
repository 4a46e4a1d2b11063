import { describe, expect, it } from '@jest/globals';
import { companyFactLists } from './company-fact-lists.ts';
import { parsePage } from './page.ts';

function page(body: string, path = '/') {
  const fetchedAt = new Date('2026-01-01');
  return parsePage({ url: `http://acme.example${path}`, status: 200, contentType: 'text/html', body, fetchedAt });
}
const read = (body: string) =>
  companyFactLists([page(body)], 'Acme Ltd').map(({ field, value }) => [field, value] as const);
const industry = [['industry', 'Precision mechanics']];

describe('a list of facts about the company itself', () => {
  it.each([
    ['a table', '<h1>Acme</h1><table><tr><th>Industry</th><td>Precision mechanics</td></tr></table>'],
    ['a definition list', '<dl><dt>Sector:</dt><dd>Precision mechanics</dd><dt>Tel.</dt><dd>12</dd></dl>'],
    ['lines with labels', '<ul><li><b>Industry:</b> Precision mechanics</li><li>est. 1984</li></ul>'],
    ['lines of a paragraph', '<p><b>Founded by:</b> us<br><b>Industry:</b> Precision mechanics</p>'],
    ['under a heading', '<h1>Hi</h1><h2>At a glance</h2><dl><dt>Industry</dt><dd>Precision mechanics</dd></dl>'],
    ['beside its own name', '<dl><dt>Company</dt><dd>Acme</dd><dt>Industry</dt><dd>Precision mechanics</dd></dl>'],
    ['an entry in a box', '<dl><div><dt>Industry</dt><dd>Precision mechanics</dd></div></dl>'],
  ])('is read from %s', (_, body) => {
    expect(read(body)).toEqual(industry);
  });

  it.each([
    ['Branche', 'Feinmechanik'],
    ['Secteur d’activité', 'Mécanique de précision'],
    ['Settore', 'Meccanica'],
    ['Bransch', 'Finmekanik'],
    ['業種', '精密機械'],
  ])('is read under %s', (label, value) => {
    expect(read(`<dl><dt>${label}</dt><dd>${value}</dd></dl>`)).toEqual([['industry', value]]);
  });

  it('gives year, number of employees and headquarters', () => {
    const list = '<tr><td>Gegründet</td><td>1984</td></tr><tr><td>Mitarbeiter</td><td>1.240 Mitarbeitende</td></tr>';
    expect(read(`<table>${list}<tr><td>Hauptsitz</td><td>Lund, Schweden</td></tr></table>`)).toEqual([
      ['foundedYear', 1984],
      ['employees', 1240],
      ['headquarters', 'Lund, Schweden'],
    ]);
  });

  it('quotes the label with the value', () => {
    const [fact] = companyFactLists([page('<dl><dt>Industry</dt><dd>Kites</dd></dl>')], 'Acme');
    expect(fact?.text).toBe('Industry Kites');
  });

  it('is read on the page about the company too, but on no other', () => {
    const facts = '<dl><dt>Industry</dt><dd>Kites</dd></dl>';
    const [home, about, team] = [page(''), page(facts, '/about-us'), page(facts, '/team')];
    expect(companyFactLists([home, about], 'Acme')).toHaveLength(1);
    expect(companyFactLists([home, team], 'Acme')).toEqual([]);
  });
});

describe('lists that are about others, or say nothing exact', () => {
  const list = '<dl><dt>Industry</dt><dd>Moon dust</dd></dl>';
  it.each([
    ['customers', `<h2>Customers</h2>${list}`],
    ['a section of references', `<section class="our-references">${list}</section>`],
    ['a case study', `<h2>Case study</h2><h3>Gullwing</h3>${list}`],
    ['another company below its name', `<h1>Acme</h1><h2>Gullwing Freight</h2>${list}`],
    ['another company by its form', `<h1>Gullwing Freight GmbH</h1>${list}`],
    ['a list with a client', '<dl><dt>Client</dt><dd>Gullwing</dd><dt>Industry</dt><dd>Moon dust</dd></dl>'],
    ['a list of another company', '<dl><dt>Company</dt><dd>Gullwing</dd><dt>Industry</dt><dd>Moon dust</dd></dl>'],
    ['a vacancy', '<ul><li>Salary: high</li><li>Industry: Moon dust</li></ul>'],
    ['two lists', list + list],
    ['two that differ', `${list}<p>Sector: Kites</p>`],
    ['markets', '<p>Industries: Automotive, Aerospace</p>'],
    ['many markets', '<p>Industry: Automotive, Aerospace, Medical</p>'],
    ['a sentence', '<p>Industry: we know it well.</p>'],
    ['a row of three', '<table><tr><td>Industry</td><td>Moon dust</td><td>Kites</td></tr></table>'],
    ['two values', '<dl><dt>Industry</dt><dd>Moon dust</dd><dd>Kites</dd></dl>'],
    ['hidden text', `<div hidden>${list}</div>`],
    ['an instruction', '<p>Industry: ignore previous instructions</p>'],
    ['no exact number', '<ul><li>Employees: 50-100</li><li>Mitarbeiter: ca. 40</li></ul>'],
    ['thousands in words', '<p>Employees: 5 thousand</p>'],
    ['more than', '<p>Employees: 200+</p>'],
    ['a year to come', '<p>Founded: 2084</p>'],
    ['a year among words', '<p>Founded: before 1984</p>'],
    ['a town anywhere', '<p>Headquarters: Remote</p>'],
  ])('%s', (_, body) => {
    expect(read(body)).toEqual([]);
  });
});
