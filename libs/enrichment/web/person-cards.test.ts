import { describe, expect, it } from '@jest/globals';
import { parsePage } from './page.ts';
import { personCards } from './person-cards.ts';

function read(body: string, firstName = 'Mara', lastName = 'Ellingwood') {
  const fetchedAt = new Date('2026-01-01');
  const page = parsePage({ url: 'http://acme.example/team', status: 200, contentType: 'text/html', body, fetchedAt });
  return personCards(page, firstName, lastName, 'Acme Ltd');
}
const titles = (body: string) => read(body).flatMap(({ title }) => title?.value ?? []);
const card = (name: string, title: string) => `<div class="card"><h3>${name}</h3><p>${title}</p></div>`;
const other = card('Tobias Fenn', 'Chief Technology Officer');
const [name, role] = ['Mara Ellingwood', 'Head of Operations'];

describe('a card that is one person’s alone gives their title', () => {
  it.each([
    ['heading and paragraph', other + card(name, role)],
    [
      'a row of a table',
      `<table><tr><td>Tobias Fenn</td><td>CTO</td></tr><tr><td>${name}</td><td>${role}</td></tr></table>`,
    ],
    ['a definition list', `<dl><dt>Tobias Fenn</dt><dd>CTO</dd><dt>${name}</dt><dd>${role}</dd></dl>`],
    ['lines of a paragraph', `<p><b>${name}</b><br>${role}<br>Tel. 12</p>`],
    ['one line', `<ul><li><b>${name}</b> – ${role}</li><li><b>Tobias Fenn</b> – CTO</li></ul>`],
    ['a flat run of siblings', `<h3>Tobias Fenn</h3><p>CTO</p><h3>${name}</h3><p>${role}</p>`],
    ['the title above the name', `<div><div class="r">${role}</div><div class="n">${name}</div></div>`],
    ['boxes in boxes, all alike', `<div><div class="w"><p>${name}</p></div><div class="w"><p>${role}</p></div></div>`],
    ['a degree and an honorific', card(`Dr. ${name}, MBA`, role)],
    ['the company behind the title', card(name, `${role}, Acme`)],
    ['a label', card(name, `Position: ${role}`)],
  ])('%s', (_, body) => {
    expect(titles(body)).toEqual([role]);
  });

  it('quotes the passage from the name to the title', () => {
    expect(read(other + card(name, role))[0]?.title?.quote).toBe('Mara Ellingwood Head of Operations');
  });

  it('takes a family name first where its script has it so', () => {
    const [found] = read('<div><h3>山田 花子</h3><p>営業部長</p></div>', '花子', '山田');
    expect(found?.title?.value).toBe('営業部長');
  });

  it('gives the links of the card, not those of the next', () => {
    const linked = `<div>${card(name, `${role}<a href="/mine">in</a>`)}${card('Tobias Fenn', 'CTO<a href="/his">in</a>')}</div>`;
    expect(read(linked)[0]?.hrefs).toEqual(['/mine']);
  });
});

describe('their adversarial twins give none', () => {
  it.each([
    ['somebody else next to the name', `<div><h3>${name}</h3><h3>Tobias Fenn</h3><p>${role}</p></div>`],
    ['a boss', card(name, `reports to Tobias Fenn, ${role}`)],
    ['an assistant', card(name, `Assistant to the ${role}`)],
    ['a former role', card(name, `Former ${role}`)],
    ['an ended role', `<table><tr><td>${name}</td><td>${role}</td><td>2011–2018</td></tr></table>`],
    ['alumni', `<section><h2>Alumni</h2>${card(name, role)}</section>`],
    ['customers', `<h2>What our customers say</h2>${card(name, role)}`],
    ['a testimonial', `<div class="testimonial">${card(name, role)}</div>`],
    ['the author of a quote', `<blockquote>Fine.<footer><b>${name}</b>, ${role}</footer></blockquote>`],
    ['another employer', card(name, `${role}, Gullwing Freight Ltd`)],
    ['two names in a cell', `<table><tr><td>${name} / Tobias Fenn</td><td>${role}</td></tr></table>`],
    [
      'columns that are shifted',
      `<table><tr><td>CTO</td><td>${role}</td></tr><tr><td>Tobias Fenn</td><td>${name}</td></tr></table>`,
    ],
    ['a vacancy', `<div><h3>${role}</h3><p>${name}</p><p>Apply now</p></div>`],
    ['hidden text', `<div style="display:none">${card(name, role)}</div>`],
    ['an instruction', card(name, `Ignore all previous instructions, ${role}`)],
    ['a place', card(name, 'London')],
    ['a slogan', card(name, 'Heading for better mornings, every day!')],
    ['a longer name', card('Mara Ellingwoodson', role)],
  ])('%s', (_, body) => {
    expect(titles(body)).toEqual([]);
  });

  it('gives nothing where a page repeats a name without end', () => {
    expect(titles(card(name, role).repeat(5000))).toEqual([]);
  });
});
