import { ld, thing } from './case.ts';
import { page, type PersonTemplate, type Profile } from './person-template.ts';

const markup = { jobTitle: 'markup' } as const;
const layout = { jobTitle: 'layout' } as const;
const all = (people: readonly Profile[], card: (p: Profile) => string) => people.map(card).join('');

/** Set apart: never looked at while tuning. */
export const PERSON_HELD_OUT: readonly PersonTemplate[] = [
  page('x-ld-itemlist', { ...markup, linkedinUrl: 'markup' }, ({ me, a }) => ({
    head: thing('ItemList', {
      itemListElement: [a, me].map((p, index) => ({
        '@type': 'ListItem',
        position: index,
        item: { '@type': 'Person', name: p.name, jobTitle: p.title, sameAs: [p.linkedin] },
      })),
    }),
    body: '',
  })),
  page('x-ld-member', markup, ({ me, company }) => ({
    head: ld({
      '@graph': [
        {
          '@type': ['Organization', 'Brand'],
          name: company.name,
          member: [{ '@type': ['Person'], name: me.name, jobTitle: [me.title] }],
        },
      ],
    }),
    body: '<h1>…</h1>',
  })),
  page('x-microdata-card', { ...markup, twitterUrl: 'markup' }, ({ me, a }) => ({
    body: all(
      [a, me],
      (p) =>
        `<li itemscope itemtype="http://schema.org/Person"><a itemprop="url" href="/p/${p.slug}"><span itemprop="givenName">${p.first}</span> <span itemprop="familyName">${p.last}</span></a> <p itemprop="jobTitle">${p.title}</p><link itemprop="sameAs" href="${p.twitter}"></li>`,
    ),
  })),
  page('x-hcard-rel-me', { ...markup, linkedinUrl: 'markup' }, ({ me }) => ({
    body: `<main class="h-card"><h1 class="p-name">${me.name}</h1><p class="p-role">${me.title}</p><a rel="me" href="${me.linkedin}">in</a></main>`,
  })),
  page('x-h4-small', layout, ({ me, a, b }) => ({
    body: all(
      [me, a, b],
      (p) => `<div class="col-4"><h4>${p.name} <small>${p.title}</small></h4><p>0${p.slug.length} 555</p></div>`,
    ),
  })),
  page('x-flip', layout, ({ me, a, b }) => ({
    body: all(
      [a, b, me],
      (p) =>
        `<div class="flip"><div class="front"><img alt="${p.name}" src="i"><p>${p.name}</p></div><div class="back"><p>${p.title}</p><a href="mailto:${p.email}">mail</a></div></div>`,
    ),
  })),
  page('x-table-headed', layout, ({ me, a, d }) => ({
    body: `<table><caption>Staff</caption>${all([a, me, d], (p) => `<tr><th scope="row">${p.name}</th><td>${p.title}</td><td>Floor 2</td></tr>`)}</table>`,
  })),
  page('x-dl-label', layout, ({ me, a, w }) => ({
    body: all([a, me], (p) => `<dl><dt>Name</dt><dd>${p.name}</dd><dt>${w.position}</dt><dd>${p.title}</dd></dl>`),
  })),
  page('x-last-first', layout, ({ me, a }) => ({
    body: `<ul>${all([me, a], (p) => `<li><strong>${p.last}, ${p.first}</strong><em>${p.title}</em></li>`)}</ul>`,
  })),
  page('x-accordion', layout, ({ me, b }) => ({
    body: all([b, me], (p) => `<details open><summary>${p.name}</summary><p>${p.title}</p></details>`),
  })),
  page('x-at-company', layout, ({ me, a, company }) => ({
    body: all([me, a], (p) => `<div class="speaker"><h3>${p.name}</h3><p>${p.title}, ${company.name}</p></div>`),
  })),
  page('x-linkedin-card', { ...layout, linkedinUrl: 'layout' }, ({ me, a, b }) => ({
    body: `<div role="list">${all([b, me, a], (p) => `<div role="listitem"><span class="t">${p.name}</span><span class="s">${p.title}</span><a href="${p.linkedin}" aria-label="LinkedIn"></a></div>`)}</div>`,
  })),
  page('x-prose', { jobTitle: 'prose' }, ({ me, company, w }) => ({
    body: `<p>${w.contact}</p><p>${w.says(me.name, me.title, company.name)}</p>`,
  })),
  page('x-prose-history', { jobTitle: 'prose' }, ({ me, a, company, w }) => ({
    body: `<h2>1998–2025</h2><p>${w.says(a.name, a.title, company.name)}</p><p>${w.says(me.name, me.title, company.name)}</p>`,
  })),
];
