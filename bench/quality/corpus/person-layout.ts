import { page, type PersonSetting, type PersonTemplate, type Profile } from './person-template.ts';

const title = { jobTitle: 'layout' } as const;
type Card = (person: Profile, setting: PersonSetting) => string;

/** The person's card between those of colleagues. */
const among = (
  id: string,
  card: Card,
  around: (cards: string, s: PersonSetting) => string,
  holds = {},
): PersonTemplate =>
  page(id, { ...title, ...holds }, (s) => ({
    body: around([s.a, s.me, s.b].map((person) => card(person, s)).join('\n'), s),
  }));

/** People in the cards, tables and lists of a page that has no markup for machines. */
export const PERSON_LAYOUT: readonly PersonTemplate[] = [
  among(
    'card-h3-p',
    (p) => `<div class="card"><h3>${p.name}</h3><p>${p.title}</p></div>`,
    (c) => `<div class="grid">${c}</div>`,
  ),
  among(
    'card-li',
    (p) => `<li><h4>${p.name}</h4><span class="pos">${p.title}</span></li>`,
    (c) => `<ul class="team">${c}</ul>`,
  ),
  among(
    'card-photo',
    (p) => `<article><img src="/${p.slug}.jpg" alt="${p.name}"><h2>${p.name}</h2><h5>${p.title}</h5></article>`,
    (c) => c,
  ),
  among(
    'figure',
    (p) => `<figure><img src="x.png" alt=""><figcaption><strong>${p.name}</strong><br>${p.title}</figcaption></figure>`,
    (c) => c,
  ),
  among(
    'figure-spans',
    (p) =>
      `<figure><figcaption><span class="n">${p.name}</span><span class="r">${p.title}</span></figcaption></figure>`,
    (c) => c,
  ),
  among(
    'table-rows',
    (p) => `<tr><td>${p.name}</td><td>${p.title}</td></tr>`,
    (c, { w }) => `<table><tr><th>Name</th><th>${w.position}</th></tr>${c}</table>`,
  ),
  among(
    'table-email',
    (p) => `<tr><td>${p.title}</td><td>${p.name}</td><td><a href="mailto:${p.email}">${p.email}</a></td></tr>`,
    (c, { w }) =>
      `<table><thead><tr><th>${w.position}</th><th>Name</th><th>E-Mail</th></tr></thead><tbody>${c}</tbody></table>`,
  ),
  among(
    'dl',
    (p) => `<dt>${p.name}</dt><dd>${p.title}</dd>`,
    (c) => `<dl>${c}</dl>`,
  ),
  among(
    'strong-br',
    (p) => `<p><strong>${p.name}</strong><br>${p.title}<br>Tel. 12 34 56</p>`,
    (c) => c,
  ),
  among(
    'comma-line',
    (p) => `<p>${p.name}, ${p.title}</p>`,
    (c) => c,
  ),
  among(
    'dash-li',
    (p) => `<li><b>${p.name}</b> – ${p.title}</li>`,
    (c, { w }) => `<h2>${w.team}</h2><ul>${c}</ul>`,
  ),
  among(
    'pipe-h3',
    (p) => `<h3>${p.name} | ${p.title}</h3><p>Lorem ipsum dolor sit amet.</p>`,
    (c) => c,
  ),
  among(
    'title-first',
    (p) => `<div class="m"><div class="m-role">${p.title}</div><div class="m-name">${p.name}</div></div>`,
    (c) => `<div>${c}</div>`,
  ),
  among(
    'label',
    (p, { w }) => `<div class="person"><h3>${p.name}</h3><p>${w.position}: ${p.title}</p><p>Tel: 040 123</p></div>`,
    (c) => c,
  ),
  among(
    'linked-name',
    (p) =>
      `<div class="item"><h3><a href="/people/${p.slug}">${p.name}</a></h3><div class="sub">${p.title}</div><a href="${p.linkedin}">LinkedIn</a></div>`,
    (c) => c,
    { linkedinUrl: 'layout' },
  ),
  among(
    'deep-builder',
    (p) =>
      `<div class="col"><div class="wrapper"><div class="inner"><div class="widget"><div class="box"><h3><span>${p.name}</span></h3></div></div><div class="widget"><div class="box"><p><span>${p.title}</span></p></div></div></div></div></div>`,
    (c) => `<div class="row">${c}</div>`,
  ),
  among(
    'bio-below',
    (p) =>
      `<section><h2>${p.name}</h2><p class="job">${p.title}</p><p>Has a dog, two bicycles and a garden full of quinces, and likes early trains more than late ones.</p></section>`,
    (c) => c,
  ),
  among(
    'socials',
    (p) =>
      `<div class="member"><p class="name">${p.name}</p><p class="role">${p.title}</p><a href="${p.linkedin}"><i></i></a><a href="${p.twitter}"><i></i></a></div>`,
    (c) => `<div class="members">${c}</div>`,
    { linkedinUrl: 'layout', twitterUrl: 'layout' },
  ),
  among(
    'mail-link',
    (p) => `<div><b>${p.name}</b><div>${p.title}</div><a href="mailto:${p.email}">E-Mail</a></div>`,
    (c) => c,
  ),
  page('profile-page', { ...title, linkedinUrl: 'layout' }, ({ me }) => ({
    body: `<header><h1>${me.name}</h1><p>${me.title}</p></header><p>Likes: lakes, lists.</p><a href="${me.linkedin}">Profile</a>`,
  })),
  page('tag-soup', title, ({ me, a, b }) => ({
    body:
      [a, me, b].map((p) => `<DIV CLASS=card><H3>${p.name}</h4><P>${p.title}<p>`).join('</DIV></b>') + '</td></div>',
  })),
  page('legacy-charset', title, ({ me, a }) => ({
    encoding: 'latin1',
    contentType: 'text/html; charset=iso-8859-1',
    body: [a, me].map((p) => `<table><tr><td><b>${p.name}</b><br><i>${p.title}</i></td></tr></table>`).join('<hr>'),
  })),
  page('upper-honorific', title, ({ me, a }) => ({
    body: [a, me].map((p) => `<div class=c><h3>Dr. ${p.first} ${p.last}, MBA</h3><p>${p.title}</p></div>`).join(''),
  })),
];
