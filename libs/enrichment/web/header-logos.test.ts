import { describe, expect, it } from '@jest/globals';
import { parsePage } from './page.ts';

function logos(body: string) {
  const fetchedAt = new Date('2026-01-01');
  const page = parsePage({ url: 'http://acme.example/', status: 200, contentType: 'text/html', body, fetchedAt });
  return page.data.logos;
}
const own = ['http://acme.example/img/acme.svg'];

describe('the logo of a page', () => {
  it.each([
    ['in the header, linking home', '<header><a href="/"><img src="/img/acme.svg" alt="Acme"></a></header>'],
    ['called one by its class', '<header><img class="site-logo" src="/img/acme.svg"></header>'],
    ['called one, linking home', '<a class="brand" href="/"><img alt="Logo" src="img/acme.svg"></a>'],
    ['in a banner', '<div role="banner"><img id="logo" src="/img/acme.svg"></div>'],
    ['in a box of the header', '<div class="site-header"><div class="logo"><img src="/img/acme.svg"></div></div>'],
    ['loaded late', '<header><img class="logo" src="data:image/gif;base64,R0" data-src="/img/acme.svg"></header>'],
    ['in a set of sizes', '<header><img class="logo" srcset="/img/acme.svg 1x, /img/acme-2.svg 2x"></header>'],
    ['linking home in a language', '<header><a href="/de/"><img src="/img/acme.svg" alt="Acme"></a></header>'],
  ])('%s', (_, body) => {
    expect(logos(body)).toEqual(own);
  });

  it.each([
    ['a partner’s', '<section class="partners"><img class="logo" alt="Gullwing logo" src="/img/acme.svg"></section>'],
    ['a customer’s in a header', '<header><div class="customer-logos"><img class="logo" src="/a.svg"></div></header>'],
    ['another site’s', '<header><a href="https://gullwing.example/"><img class="logo" src="/a.svg"></a></header>'],
    ['a badge', '<header><a href="/"><img src="/award-2024.png" alt="Award"></a></header>'],
    ['a picture in the header', '<header><img src="/hero.jpg" alt=""></header>'],
    ['any picture that links home', '<p><a href="/"><img src="/house.png" alt="Home"></a></p>'],
    ['one in the footer', '<footer><a href="/"><img class="logo" src="/a.svg"></a></footer>'],
    ['a hidden one', '<div hidden><header><a href="/"><img class="logo" src="/a.svg"></a></header></div>'],
    ['no web address', '<header><a href="/"><img class="logo" src="javascript:alert(1)"></a></header>'],
    ['a word that holds it', '<header><img class="logout" src="/technology.png"></header>'],
  ])('is not %s', (_, body) => {
    expect(logos(body)).toEqual([]);
  });
});
