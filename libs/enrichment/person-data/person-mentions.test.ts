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
