import { ld, thing } from './case.ts';
import { page, type PersonTemplate, type Profile } from './person-template.ts';

const title = { jobTitle: 'markup' } as const;
const plain = ({ name, title }: Profile) => ({ '@type': 'Person', name, jobTitle: title });
const item = ({ name, title }: Profile) =>
  `<div itemscope itemtype="https://schema.org/Person"><b itemprop="name">${name}</b>, <i itemprop="jobTitle">${title}</i></div>`;

/** People in JSON-LD, microdata and h-cards. */
export const PERSON_MARKUP: readonly PersonTemplate[] = [
  page('ld-graph', { ...title, linkedinUrl: 'markup' }, ({ me, a }) => ({
    head: ld({
      '@context': 'https://schema.org',
      '@graph': [{ '@type': 'WebPage', name: 'Team' }, plain(a), { ...plain(me), sameAs: [me.linkedin] }],
    }),
    body: `<h1>Team</h1>`,
  })),
  page('ld-array', title, ({ me, a, b }) => ({ head: ld([plain(b), plain(a), plain(me)]), body: '<h2>People</h2>' })),
  page('ld-employee', { ...title, githubUrl: 'markup' }, ({ me, a, company, host }) => ({
    body: '<p>…</p>',
    onHome: true,
    head: thing('Organization', {
      name: company.name,
      url: `http://${host}/`,
      employee: [plain(a), { ...plain(me), sameAs: me.github }],
    }),
  })),
  page('ld-founder-role', title, ({ me, a, company }) => ({
    head: thing('Corporation', {
      name: company.name,
      founder: plain(me),
      employees: { '@type': 'Person', name: a.name },
    }),
    body: '<h1>About</h1>',
  })),
  page('ld-worksfor', { ...title, twitterUrl: 'markup' }, ({ me, company }) => ({
    head: thing('Person', {
      ...plain(me),
      worksFor: { '@type': 'Organization', name: company.name },
      sameAs: [me.twitter, 'https://www.facebook.com/somebody'],
    }),
    body: `<h1>${me.name}</h1>`,
  })),
  page('ld-email', title, ({ me, a }) => ({
    head:
      thing('Person', { ...plain(me), email: `mailto:${me.email}` }) + thing('Person', { ...plain(a), email: a.email }),
    body: '<h1>Contact</h1>',
  })),
  page('ld-given-family', title, ({ me }) => ({
    head: thing('Person', { givenName: me.first, familyName: me.last, jobTitle: me.title }),
    body: '<h1>Staff</h1>',
  })),
  page('ld-cdata', title, ({ me, a }) => ({
    head: `<script type="application/ld+json">//<![CDATA[\n${JSON.stringify([plain(a), plain(me)])}\n//]]></script>`,
    body: '',
  })),
  page('ld-entities', title, ({ me }) => ({
    head: thing('Person', {
      ...plain(me),
      name: me.name.replaceAll("'", '&#039;'),
      worksFor: 'https://schema.org/',
    }),
    body: '<p>Profile</p>',
  })),
  page('ld-profilepage', { ...title, websiteUrl: 'markup' }, ({ me, w }) => ({
    head: thing('ProfilePage', { mainEntity: { ...plain(me), url: me.website } }),
    body: `<h1>${w.team}</h1>`,
  })),
  page('ld-broken-neighbour', title, ({ me }) => ({
    head:
      '<script type="application/ld+json">{"@type": "Organization", name: oops,}</script>' + thing('Person', plain(me)),
    body: '<p>Our people</p>',
  })),
  page('ld-huge', title, ({ me, a, b }) => ({
    head: thing('Person', plain(me)),
    body: `<table>${`<tr><td>${a.name}</td><td>${b.title}</td></tr>`.repeat(2500)}</table>`,
  })),
  page('ld-role-wrapper', title, ({ me, company }) => ({
    head: thing('Organization', {
      name: company.name,
      employee: { '@type': 'OrganizationRole', startDate: '2019', employee: { ...plain(me) } },
    }),
    body: '<p>x</p>',
  })),
  page('ld-in-body', title, ({ me, a, w }) => ({
    body: `<h2>${w.team}</h2><article>${a.name}${thing('Person', plain(a))}</article><article>${me.name}${thing('Person', plain(me))}</article>`,
  })),
  page('microdata-list', title, ({ me, a, b }) => ({ body: item(a) + item(me) + item(b) })),
  page('microdata-nested', { ...title, linkedinUrl: 'markup' }, ({ me, a, company }) => ({
    body: `<section itemscope itemtype="http://schema.org/Organization"><h1 itemprop="name">${company.name}</h1>
      <div itemprop="employee" itemscope itemtype="http://schema.org/Person"><span itemprop="name">${a.name}</span><span itemprop="jobTitle">${a.title}</span></div>
      <div itemprop="employee" itemscope itemtype="http://schema.org/Person"><span itemprop="name">${me.name}</span> <span itemprop="jobTitle">${me.title}</span> <a itemprop="sameAs" href="${me.linkedin}">in</a></div></section>`,
  })),
  page('microdata-meta', { ...title, avatarUrl: 'markup' }, ({ me }) => ({
    body: `<div itemscope itemtype="https://schema.org/Person"><meta itemprop="name" content="${me.name}"><meta itemprop="jobTitle" content="${me.title}"><img itemprop="image" src="${new URL(me.photo).pathname}"></div>`,
  })),
  page('hcard', { ...title, githubUrl: 'markup' }, ({ me, a }) => ({
    body: `<div class="h-card"><span class="p-name">${a.name}</span> <span class="p-job-title">${a.title}</span></div>
      <div class="h-card"><a class="p-name u-url" href="${me.github}">${me.name}</a> <span class="p-job-title">${me.title}</span></div>`,
  })),
  page('vcard-legacy', title, ({ me, a, company }) => ({
    body: `<ul><li class="vcard"><span class="fn">${a.name}</span> <span class="title">${a.title}</span></li><li class="vcard"><span class="fn">${me.name}</span> <span class="org">${company.name}</span> <em class="role">${me.title}</em> <a class="email" href="mailto:${me.email}">@</a></li></ul>`,
  })),
  page('ld-utf16', title, ({ me, w }) => ({
    encoding: 'utf16le',
    contentType: 'text/html; charset=utf-16le',
    head: thing('Person', plain(me)),
    body: `<h1>${w.team}</h1>`,
  })),
];
