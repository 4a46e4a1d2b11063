import { describe, expect, it } from '@jest/globals';
import { isSupported } from '../verify.ts';
import { companyClaims } from './company-facts.ts';
import { parsePage } from './page.ts';

const site = { identity: 0.8, inputs: ['company'] as const };
function read(body: string) {
  const fetchedAt = new Date('2026-01-01');
  const page = parsePage({ url: 'http://acme.example/', status: 200, contentType: 'text/html', body, fetchedAt });
  const claims = companyClaims(page, [], site, 'Acme Ltd').filter(isSupported);
  return Object.fromEntries(claims.flatMap(({ field, value }) => (field === 'website' ? [] : [[field, value]])));
}
const meta = (name: string, content: string) => `<meta name="${name}" content="${content}">`;
const organization = (more: object) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'Organization', name: 'Acme', ...more })}</script>`;
const said = 'Acme builds measuring instruments in Lund.';

describe('what a home page says of its company', () => {
  it('takes the handle and the description that it gives to X', () => {
    const card = meta('twitter:site', '@acme') + meta('twitter:description', said);
    expect(read(card)).toEqual({ twitterUrl: 'https://x.com/acme', description: said });
  });

  it('takes the creator’s handle where there is no other', () => {
    expect(read(meta('twitter:creator', '@acme'))).toEqual({ twitterUrl: 'https://x.com/acme' });
  });

  it('prefers its own description to that for X', () => {
    expect(read(meta('description', said) + meta('twitter:description', `${said} Really.`))).toEqual({
      description: said,
    });
  });

  it.each([
    [
      'another account is linked',
      `${meta('twitter:site', '@theme')}<a href="https://x.com/acme_two">a</a><a href="https://x.com/b">b</a>`,
    ],
    ['it is a builder’s of sites', meta('twitter:site', '@squarespace')],
    ['it is no handle', meta('twitter:site', 'acme on X')],
    ['it is a number of an account', meta('twitter:site:id', '123456')],
    ['it is a page of X itself', meta('twitter:site', '@home')],
  ])('takes no handle where %s', (_, body) => {
    expect(read(body)).toEqual({});
  });

  it('reads on in a second node of the same name', () => {
    const two =
      organization({ url: 'http://acme.example/' }) + organization({ url: 'http://acme.example/', description: said });
    expect(read(two)).toEqual({ description: said });
  });

  it('does not where the second is another’s', () => {
    const foreign = organization({ url: 'https://gullwing.example/', description: said });
    expect(read(organization({ url: 'http://acme.example/' }) + foreign)).toEqual({});
    const named = organization({ name: 'Gullwing', description: said });
    expect(read(organization({}) + named)).toEqual({});
  });

  it('takes logo and facts with evidence that holds them', () => {
    const body = '<header><a href="/"><img src="/logo.svg"></a></header><dl><dt>Founded</dt><dd>1984</dd></dl>';
    expect(read(body)).toEqual({ logoUrl: 'http://acme.example/logo.svg', foundedYear: 1984 });
  });
});
