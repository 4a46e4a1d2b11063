import { describe, expect, it } from '@jest/globals';
import { loadMarkup, textOf } from './dom.ts';

const text = (html: string) => textOf({ children: loadMarkup(html).root().contents().toArray() });

describe('inline elements that touch', () => {
  it.each([
    [
      '<p><span class="n">Mara Ellingwood</span><span class="r">Head of Operations</span></p>',
      'Mara Ellingwood Head of Operations',
    ],
    ['<p><strong>Mara Ellingwood</strong><em>Director</em></p>', 'Mara Ellingwood Director'],
    ['<p><span class="label">Founded</span><span class="value">1984</span></p>', 'Founded 1984'],
    ['<p><span class="name">山田花子</span><span class="role">営業部長</span></p>', '山田花子 営業部長'],
    ['<p><b>Mara Ellingwood</b><!-- --><i>CTO</i></p>', 'Mara Ellingwood CTO'],
    [
      '<p><span class="a">MARA ELLINGWOOD</span><span class="b">HEAD OF SALES</span></p>',
      'MARA ELLINGWOOD HEAD OF SALES',
    ],
  ])('are two texts: %s', (html, expected) => {
    expect(text(html)).toBe(expected);
  });

  it.each([
    ['<p><b>W</b>ord</p>', 'Word'],
    ['<p><b>W</b><i>ord</i></p>', 'Word'],
    ['<p><span>A</span><span>c</span><span>m</span><span>e</span></p>', 'Acme'],
    ['<p><span class="a">Light</span><span class="b">Speed</span></p>', 'LightSpeed'],
    ['<p><b>Bread and Mc</b><b>Donald</b></p>', 'Bread and McDonald'],
    ['<p><b>We are out</b><i>standing</i></p>', 'We are outstanding'],
    ['<p><span>THE BEST COM</span><span>PANY</span></p>', 'THE BEST COMPANY'],
    ['<p><a>Mara Ellingwood</a><span>, Director</span></p>', 'Mara Ellingwood, Director'],
    ['<p>H<sub>2</sub>O</p>', 'H2O'],
    ['<p><span>営業</span><span>部長</span></p>', '営業部長'],
  ])('are one word: %s', (html, expected) => {
    expect(text(html)).toBe(expected);
  });
});
