import { page, type PersonTemplate } from './person-template.ts';

const title = { jobTitle: 'prose' } as const;

/** People who are only spoken of: without a language model these are not read. */
export const PERSON_PROSE: readonly PersonTemplate[] = [
  page('prose-about', title, ({ me, company, w }) => ({
    body: `<h1>${w.about}</h1><p>${w.says(me.name, me.title, company.name)}</p>`,
  })),
  page('prose-news', title, ({ me, a, company, w }) => ({
    body: `<article><time>2025-04-02</time><h2>News</h2><p>${w.says(a.name, a.title, company.name)} ${w.says(me.name, me.title, company.name)}</p></article>`,
  })),
  page('prose-bio-heading', title, ({ me, a, company, w }) => ({
    body: `<h3>${a.name}</h3><p>${w.says(a.name, a.title, company.name)}</p><h3>${me.name}</h3><p>${w.says(me.name, me.title, company.name)}</p>`,
  })),
  page('prose-brackets', title, ({ me, a, w }) => ({
    body: `<p>${w.contact}: ${a.name} (${a.title}), ${me.name} (${me.title}), 0800 000</p>`,
  })),
  page('prose-imprint', title, ({ me, a, company }) => ({
    body: `<h1>Imprint</h1><p>${company.name}<br>Harbour Road 4<br>represented by ${me.title} ${me.name} and ${a.title} ${a.name}</p>`,
  })),
  page('prose-blockquote', title, ({ me, company, w }) => ({
    body: `<blockquote>“We measure twice.”</blockquote><p>${w.says(me.name, me.title, company.name)}</p>`,
  })),
  page('prose-welcome', title, ({ me, company, w }) => ({
    body: `<h1>${company.name}</h1><p>${w.says(me.name, me.title, company.name)} <em>2024</em></p>`,
    onHome: true,
  })),
  page('prose-letter', title, ({ me, a, w }) => ({
    body: `<p>Dear reader, ${a.first} and I walked the river.</p><p>${w.contact}: 040 12</p><p>Yours, ${me.name}, who as ${me.title} opens the post.</p>`,
  })),
  page('prose-list-sentence', title, ({ me, a, b, company, w }) => ({
    body: `<ul>${[a, me, b].map((p) => `<li>${w.says(p.name, p.title, company.name)}</li>`).join('')}</ul>`,
  })),
  page('prose-interview', title, ({ me, company, w }) => ({
    body: `<h2>Five questions</h2><p><b>Who are you?</b> ${w.says(me.name, me.title, company.name)}</p><p><b>Tea?</b> Yes.</p>`,
  })),
];
