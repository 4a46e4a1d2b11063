import { escapeHtml as e, ld, thing } from './case.ts';
import { site, type CompanyTemplate } from './company-template.ts';

const M = 'markup' as const;
const L = 'layout' as const;
const P = 'prose' as const;
const meta = (text: string, name = 'name="description"') => `<meta ${name} content="${e(text)}">`;

/** Home and about pages of companies. */
export const COMPANY_PAGES: readonly CompanyTemplate[] = [
  site(
    'ld-full',
    { industry: M, description: M, logoUrl: M, linkedinUrl: M, twitterUrl: M },
    ({ c, url, logo, linkedin, twitter }) => ({
      head: thing('Organization', {
        name: c.name,
        url,
        industry: c.industry,
        description: c.description,
        logo,
        sameAs: [linkedin, twitter],
      }),
      body: `<h1>${e(c.name)}</h1>`,
    }),
  ),
  site('ld-graph', { description: M, logoUrl: M, linkedinUrl: M }, ({ c, url, logo, linkedin }) => ({
    head: ld({
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'WebSite', name: c.name, publisher: { '@id': '#org' } },
        {
          '@type': 'Organization',
          '@id': '#org',
          name: c.name,
          url,
          description: c.description,
          logo: { '@type': 'ImageObject', url: logo },
          sameAs: linkedin,
        },
      ],
    }),
    body: '<p>Hi</p>',
  })),
  site('ld-localbusiness', { description: M, logoUrl: M }, ({ c, logo }) => ({
    head: thing('LocalBusiness', {
      name: c.name,
      description: c.description,
      logo,
      address: { '@type': 'PostalAddress', addressLocality: 'Lund' },
    }),
    body: '',
  })),
  site('ld-publisher', { logoUrl: M, twitterUrl: M }, ({ c, logo, twitter }) => ({
    head: thing('WebPage', {
      publisher: {
        '@type': 'Organization',
        name: c.name,
        logo: { '@type': 'ImageObject', url: logo },
        sameAs: [twitter],
      },
    }),
    body: '<h1>Welcome</h1>',
  })),
  site('ld-two-same', { description: M, linkedinUrl: M }, ({ c, linkedin, url }) => ({
    head:
      thing('Organization', { name: c.name, url, sameAs: [linkedin] }) +
      thing('Corporation', { name: c.name, url, description: c.description }),
    body: '',
  })),
  site('ld-relative-logo', { logoUrl: M, industry: M }, ({ c }) => ({
    head: thing('Organization', { name: c.name, logo: '/brand/logo.svg', industry: c.industry }),
    body: '',
  })),
  site('microdata', { description: M, logoUrl: M, linkedinUrl: M }, ({ c, logo, linkedin }) => ({
    body: `<div itemscope itemtype="https://schema.org/Organization"><span itemprop="name">${e(c.name)}</span><img itemprop="logo" src="${logo}"><p itemprop="description">${e(c.description)}</p><a itemprop="sameAs" href="${linkedin}">in</a></div>`,
  })),
  site('meta-description', { description: M }, ({ c }) => ({
    head: meta(c.description),
    body: `<h1>${e(c.name)}</h1>`,
  })),
  site('opengraph', { description: M }, ({ c, url }) => ({
    head:
      meta(c.description, 'property="og:description"') +
      meta(c.name, 'property="og:site_name"') +
      meta(url, 'property="og:url"'),
    body: '<h1>Hello</h1>',
  })),
  site('og-name-attribute', { description: M }, ({ c }) => ({
    head: meta(c.description, 'name="og:description"') + meta(c.name, 'name="og:site_name"'),
    body: '<h1>Hello</h1>',
  })),
  site('twitter-card', { twitterUrl: M, description: M }, ({ c, twitter }) => ({
    head:
      meta(`@${twitter.split('/').at(-1) ?? ''}`, 'name="twitter:site"') +
      meta(c.description, 'name="twitter:description"'),
    body: `<h1>${e(c.name)}</h1>`,
  })),
  site('meta-cased', { description: M }, ({ c }) => ({
    head: `<META NAME="Description" CONTENT="${e(c.description)}">`,
    body: `<CENTER><H1>${e(c.name)}</H1></CENTER>`,
  })),
  site('footer-socials', { linkedinUrl: L, twitterUrl: L }, ({ linkedin, twitter }) => ({
    body: `<h1>Hi</h1><footer><a href="${linkedin}">LinkedIn</a> <a href="${twitter}">X</a> <a href="https://www.facebook.com/x">fb</a></footer>`,
  })),
  site('header-logo', { logoUrl: L, description: M }, ({ c, logo }) => ({
    head: meta(c.description),
    body: `<header><a href="/"><img src="${logo}" alt="${e(c.name)}"></a></header><img src="/hero.jpg" alt="">`,
  })),
  site('logo-class', { logoUrl: L }, ({ c, logo }) => ({
    body: `<a class="navbar-brand" href="/"><img class="site-logo" src="${logo}" alt="Logo"></a><h1>${e(c.name)}</h1>`,
  })),
  site('share-and-socials', { linkedinUrl: L, description: M }, ({ c, linkedin }) => ({
    head: meta(c.description),
    body: `<a href="https://www.linkedin.com/shareArticle?url=x">Share</a><a href="${linkedin}/">Follow</a><a href="https://twitter.com/intent/tweet?text=hi">Tweet</a>`,
  })),
  site('facts-dl', { industry: L }, ({ c, w }) => ({
    body: `<h1>${e(c.name)}</h1><dl><dt>${w.industry}</dt><dd>${c.industry}</dd><dt>Tel.</dt><dd>040 12</dd></dl>`,
  })),
  site('facts-table', { industry: L, linkedinUrl: L }, ({ c, w, linkedin }) => ({
    body: `<table><tr><th>${w.industry}</th><td>${c.industry}</td></tr><tr><th>Web</th><td><a href="${linkedin}">LinkedIn</a></td></tr></table>`,
  })),
  site('facts-li', { industry: L }, ({ c, w }) => ({
    body: `<ul><li><strong>${w.industry}:</strong> ${c.industry}</li><li>est. 1984</li></ul>`,
  })),
  site('hero', { description: P }, ({ c }) => ({
    body: `<section class="hero"><h1>${e(c.name)}</h1><p class="lead">${e(c.description)}</p><a class="btn">Go</a></section>`,
  })),
  site('about-prose', { description: P }, ({ c, w }) => ({
    body: `<h2>${w.about}</h2><p>${e(c.description)}</p><p>Monday to Friday, 9–17.</p>`,
    onHome: false,
  })),
  site('ld-on-about', { description: M, industry: M }, ({ c, url }) => ({
    onHome: false,
    head: thing('Organization', { name: c.name, url, description: c.description, industry: c.industry }),
    body: '',
  })),
  site('legacy', { description: M }, ({ c }) => ({
    encoding: 'utf16le',
    contentType: 'text/html; charset=utf-16le',
    head: meta(c.description),
    body: `<font>${e(c.name)}</font>`,
  })),
  site('minified-many', { description: M, linkedinUrl: L }, ({ c, linkedin }) => ({
    head: meta(c.description),
    body: `${'<div><span></span></div>'.repeat(3000)}<a href=${linkedin}>in</a>`,
  })),
  site('partners-and-own', { description: M, linkedinUrl: M }, ({ c, other, url, linkedin }) => ({
    head:
      thing('Organization', { name: c.name, url, sameAs: [linkedin], description: c.description }) +
      thing('Organization', {
        name: other.name,
        url: `https://${other.slug}.example/`,
        description: other.description,
      }),
    body: '',
  })),
];

/** Set apart: never looked at while tuning. */
export const COMPANY_HELD_OUT: readonly CompanyTemplate[] = [
  site('x-ld-about-entity', { description: M, logoUrl: M, linkedinUrl: M }, ({ c, logo, linkedin, url }) => ({
    head: thing('AboutPage', {
      mainEntity: {
        '@type': 'ProfessionalService',
        name: c.name,
        url,
        description: c.description,
        logo: [logo],
        sameAs: ['https://www.instagram.com/x', linkedin],
      },
    }),
    body: '',
  })),
  site('x-meta-and-socials', { description: M, twitterUrl: L }, ({ c, twitter }) => ({
    head: meta(c.description),
    body: `<div class="bottom"><ul><li><a href="${twitter}?ref=site"><svg></svg></a></li></ul></div>`,
  })),
  site('x-microdata-footer', { logoUrl: M, linkedinUrl: M }, ({ c, logo, linkedin }) => ({
    body: `<p>Hello</p><footer itemscope itemtype="http://schema.org/Store"><strong itemprop="name">${e(c.name)}</strong><link itemprop="logo" href="${logo}"><a itemprop="sameAs" href="${linkedin}">in</a></footer>`,
  })),
  site('x-brand-logo', { logoUrl: L }, ({ c, logo }) => ({
    body: `<div id="logo"><img alt="${e(c.name)} Logo" src="${logo}"></div><p>Hi.</p>`,
  })),
  site('x-steckbrief', { industry: L, description: M }, ({ c, w }) => ({
    head: meta(c.description, 'property="og:description"'),
    body: `<div class="fact"><span class="k">${w.industry}</span><span class="v">${c.industry}</span></div>`,
  })),
  site('x-prose', { description: P }, ({ c }) => ({
    body: `<h1>${e(c.name)}</h1><div class="text">${e(c.description)}</div>`,
  })),
  site('x-og-and-ld', { description: M, industry: M }, ({ c }) => ({
    head: `${meta(c.description, 'property="og:description"')}${thing('Organization', { name: c.name, industry: [c.industry] })}`,
    body: '',
  })),
];
