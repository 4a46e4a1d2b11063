import { describe, expect, it } from '@jest/globals';
import { mentionsOf } from './person-mentions.ts';

const mentions = mentionsOf({
  ...{ email: 'zoe.mueller@acme.example', firstName: 'Zoë', lastName: 'Müller' },
  phoneNumber: '+49 (0)30 1234567',
});

describe('a person is mentioned by', () => {
  it.each([
    ['the name', 'Our CEO, Zoë Müller, said'],
    ['the name without accents, in capitals', 'ZOE MULLER'],
    ['the name the other way round', 'Müller, Zoë (CEO)'],
    ['the name with an initial', 'Founded by Zoë Q. Müller'],
    ['the name with middle names', 'Zoë Anna-Maria Müller'],
    ['the name with an initial, the other way round', 'Müller, Zoë Q.'],
    ['the name after another first name, the other way round', 'Müller, Anna Zoë'],
    ['the name with an initial in an address', 'https://acme.example/team/zoe-q-muller'],
    ['the name in an address', 'https://acme.example/team/zoe-muller'],
    ['the name in an encoded address', 'https://acme.example/team/Zo%C3%AB_M%C3%BCller?x=%E0'],
    ['the name over several elements', '<b>Zoë</b><i>Müller</i>'],
    ['the name as entities', '<p>Zo&euml; M&#252;ller</p>'],
    ['the name in structured data', '{"name":"Zo\\u00eb M\\u00fcller"}'],
    ['the email', 'write to Zoe.Mueller@ACME.example!'],
    ['the email in a link', '<a href="mailto:zoe.mueller@acme.example">write</a>'],
    ['the email as entities', '<p>zoe.mueller&#64;acme.example</p>'],
    ['the phone number', 'Tel. +49 30 1234567'],
    ['the phone number without its country', 'call 030/123-45-67'],
  ])('%s', (_what, text) => {
    expect(mentions(text)).toBe(true);
  });
});

describe('a person is not mentioned by', () => {
  it.each([
    ['the first name alone', 'Zoë likes it here'],
    ['a longer name', 'Zoë Müllerhaus'],
    ['names of two others', 'Zoë Byron and Jan Müller'],
    ['a name that ends where theirs begins', 'Jan Müller and Zoë Byron'],
    ['a colleague’s email', 'zoe@acme.example'],
    ['another number', '+49 30 1234568'],
  ])('%s', (_what, text) => {
    expect(mentions(text)).toBe(false);
  });

  it('anything, where next to nothing is known of them', () => {
    const unknown = mentionsOf({ email: null, firstName: 'Zoë', lastName: null, phoneNumber: '112' });
    expect([unknown('Zoë, call 112'), unknown('')]).toEqual([false, false]);
  });
});

const named = (firstName: string, lastName: string | null) =>
  mentionsOf({ email: null, firstName, lastName, phoneNumber: null });

describe('a name is found', () => {
  it.each([
    ['小明', '王', '公司由王小明创立，总部位于上海。'],
    ['小明', '王', '创始人：王 小明先生'],
    ['小明', '王', '小明王'],
    ['花子', '山田', '代表の山田花子です'],
    ['ジョン', 'スミス', '創業者ジョン・スミスは'],
    ['민수', '김', '대표 김민수는 말했다'],
    ['สมชาย', 'ใจดี', 'ผู้ก่อตั้งสมชายใจดีกล่าว'],
    ['David', '王', '创始人David王先生'],
    ['Zelma Q.', 'Quillfeather', 'by Zelma Quillfeather'],
    ['Zelma', 'van der Quill', 'by Zelma R. van der Quill'],
    ['Zelma Quillfeather', null, 'by Zelma Quillfeather'],
    ['Z.', 'Quillfeather', 'by Z. Quillfeather'],
  ])('of %s and %s in: %s', (first, last, text) => {
    expect(named(first, last)(text)).toBe(true);
  });
});

describe('a name is not found', () => {
  it.each([
    ['.', 'Dot', 'Dot builds rockets.'],
    ['-', 'Dot Inc', 'Dot Inc builds rockets.'],
    ['Dot', '–', 'Dot builds rockets.'],
    ['Dot', null, 'Dot builds rockets.'],
    ['小明', '王', '王大明和小红'],
    ['小明', '-', '小明'],
    ['민', '김', '김밍수'],
    ['A.', 'Rocket', 'We build a big rocket'],
  ])('of %s and %s in: %s', (first, last, text) => {
    expect(named(first, last)(text)).toBe(false);
  });
});
