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
    ['a label of two signs', card(name, `役職: ${role}`)],
    ['elements that touch', `<figure><span class="n">${name}</span><span class="r">${role}</span></figure>${other}`],
    ['brackets', `<ul><li>${name} (${role})</li><li>Tobias Fenn (CTO)</li></ul>`],
    ['a slash', `<h3>Tobias Fenn / CTO</h3><h3>${name} / ${role}</h3>`],
    ['a dot', `<p>${name} · ${role}</p><p>Tobias Fenn · CTO</p>`],
    ['a title and a name on a line', `<ul><li>CTO: Tobias Fenn</li><li>${role}: ${name}</li></ul>`],
    ['an imprint', `<p>Acme Ltd<br>Represented by the ${role}: ${name}<br>Lund</p>`],
    ['a label that leads up', `<p>CTO:<br>Tobias Fenn</p><p>${role}:<br>${name}<br>Tel. 12</p>`],
    ['titles as terms', `<dl><dt>${role}</dt><dd>${name}</dd><dt>CTO</dt><dd>Tobias Fenn</dd></dl>`],
    ['titles as headings', `<h4>CTO</h4><p>Tobias Fenn</p><h4>${role}</h4><p>${name}</p>`],
    [
      'titles before names',
      `<i>${role}</i><p class="n">${name}</p><i>CTO</i><p class="n">Tobias Fenn</p>`.replaceAll('i>', 'div>'),
    ],
    [
      'a heading of a row',
      `<table><tr><th>${role}:</th><td>${name}</td></tr><tr><th>Tel.</th><td>12</td></tr></table>`,
    ],
  ])('%s', (_, body) => {
    expect(titles(body)).toEqual([role]);
  });

  const heads = '<tr><th>Name</th><th>Position</th><th>Office</th></tr>';
  it.each([
    ['under a column', `<table>${heads}<tr><td>${name}</td><td>Bridge Builder</td><td>Lund</td></tr></table>`],
    ['by its class', `<li><b>${name}</b><span class="member__role">Bridge Builder</span></li>${other}`],
    ['by its property', `<div><p>${name}</p><p itemprop="jobTitle">Bridge Builder</p></div>`],
    ['by its label', `<div><p>${name}</p><p aria-label="Position">Bridge Builder</p></div>`],
  ])('takes words that are not known for a title %s', (_, body) => {
    expect(titles(body)).toEqual(['Bridge Builder']);
  });

  it('takes the department behind a comma', () => {
    expect(titles(card(name, 'Director, Product Management'))).toEqual(['Director, Product Management']);
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

describe('links on a page about one person', () => {
  const linkedin = 'https://www.linkedin.com/in/mara-ellingwood';
  const profile = (rest: string) => `<header><h1>${name}</h1><p>${role}</p></header><p>Lakes.</p>${rest}`;
  it('are theirs where they hold their name', () => {
    expect(read(profile(`<a href="${linkedin}">Profile</a>`))[0]?.profileHrefs).toEqual([linkedin]);
  });

  it.each([
    ['a colleague’s', profile('<a href="https://www.linkedin.com/in/tobias-fenn">in</a>')],
    ['the company’s', profile('<a href="https://x.com/acme">x</a>')],
    ['in the footer', profile(`<footer><a href="${linkedin}">in</a></footer>`)],
    ['among colleagues', profile(`<div class="related-people"><a href="${linkedin}">in</a></div>`)],
    ['on a page of several', `${profile(`<a href="${linkedin}">in</a>`)}<h1>Tobias Fenn</h1>`],
    ['below a lesser heading', `<h2>${name}</h2><p>${role}</p><div><a href="${linkedin}">in</a></div>`],
  ])('are not where they are %s', (_, body) => {
    expect(read(body).flatMap(({ profileHrefs }) => profileHrefs)).toEqual([]);
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
    ['a link to somebody else', `<div><h3>${name}</h3><a href="/t">${role}</a></div>`],
    ['alike lines of two people', `<div><p>${name}</p><p>${role}</p><p>Tobias Fenn</p></div>`],
    ['alike lines of two titles', `<div><p>${name}</p><p>${role}</p><p>CTO</p></div>`],
    ['the boss of a list', `<dl><dt>Manager</dt><dd>${name}</dd><dt>Position</dt><dd>${role}</dd></dl>`],
    [
      'two names in a list',
      `<dl><dt>Name</dt><dd>${name}</dd><dt>Name</dt><dd>Tobias Fenn</dd><dt>Position</dt><dd>${role}</dd></dl>`,
    ],
    [
      'further down a long page',
      `<main><h1>${name}</h1><p>Her boss:</p><p>${role}</p>${'<p>She likes lakes.</p>'.repeat(20)}</main>`,
    ],
    ['another company behind a comma', card(name, `${role}, Gullwing Freight`)],
    ['the next title of a run', `<dl><dt>Address</dt><dd>${name}</dd><dt>${role}</dt><dd>Tobias Fenn</dd></dl>`],
    ['the next heading', `<p>Lund</p><p>${name}</p><h4>${role}</h4><p>Tobias Fenn</p>`],
    ['a title for two', `<dl><dt>${role}</dt><dd>Tobias Fenn</dd><dd>${name}</dd></dl>`],
    ['two people behind a title', `<ul><li>${role}: ${name}, Tobias Fenn</li><li>CTO: Ada Moor</li></ul>`],
    ['a title behind two people', `<p>${name} / Tobias Fenn (${role})</p>`],
    ['somebody else behind the title', `<p>${name} / ${role} Tobias Fenn</p>`],
    ['an assistant on a line', `<p>Assistant to the ${role}: ${name}</p><p>Tel.</p>`],
    ['who answers for a boss', `<p>Contact our ${role}: ${name}</p><p>Tel. 12</p>`],
    ['a deputy', `<p>Deputy of the ${role}: ${name}</p><p>Tel. 12</p>`],
    ['who publishes', `<p>Directeur de la publication : ${name}</p><p>Tel. 12</p>`],
    ['who was', `<ul><li>Former ${role}: ${name}</li><li>CTO: Tobias Fenn</li></ul>`],
    ['a title at another company', `<p>${role} Gullwing Freight GmbH: ${name}</p><p>Tel. 12</p>`],
    [
      'whom others report to',
      `<table><tr><th>Name</th><th>Position</th><th>Reports to</th></tr><tr><td>Tobias Fenn</td><td>${role}</td><td>${name}</td></tr></table>`,
    ],
    [
      'a row that is shifted',
      `<table><tr><th>Name</th><th>Office</th><th>Position</th></tr><tr><td>${name}</td><td>${role}</td></tr></table>`,
    ],
    [
      'a cell for two',
      `<table><tr><th>Name</th><th>Position</th></tr><tr><td>${name}<br>Tobias Fenn</td><td>CFO<br>CTO</td></tr></table>`,
    ],
    ['a former role by its class', `<div><b>${name}</b><p class="role">Former ${role}</p></div>`],
    ['a place in the class of a role', `<div><b>${name}</b><p class="position">Leeds, England</p></div>`],
    ['a layout class', `<div><b>${name}</b><p class="position-relative">Spring Festival</p></div>`],
    ['two roles by class', `<div><b>${name}</b><p class="role">Bridge Builder</p><p class="role">Diver</p></div>`],
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
