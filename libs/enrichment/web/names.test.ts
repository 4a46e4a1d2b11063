import { describe, expect, it } from '@jest/globals';
import { foldCompanyName, namesPerson } from './names.ts';
import { canonicalUrl, profileKind } from './urls.ts';

describe('namesPerson', () => {
  it.each([
    ['Søren Kjær', 'Soren', 'Kjaer'],
    ['Dr. Jane Q. Doe, PhD', 'Jane', 'Doe'],
    ['DOE, Jane', 'Jane', 'Doe'],
    ['María José García López', 'María José', 'García López'],
    ['Jane van der Berg', 'Jane', 'van der Berg'],
    ['Jean-Luc O’Neill Jr.', 'Jean-Luc', "O'Neill"],
  ])('finds %s', (text, first, last) => expect(namesPerson(text, first, last)).toBe(true));

  it.each([
    ['Jane', 'Jane', 'Doe'],
    ['Janet Doe', 'Jane', 'Doe'],
    ['Jane Doerr', 'Jane', 'Doe'],
    ['Mary Jane Doe', 'Jane', 'Doe'],
    ['Jane Doe Smith', 'Jane', 'Doe'],
    ['Jane and the whole Acme team say Doe', 'Jane', 'Doe'],
    ['', 'Jane', 'Doe'],
  ])('does not take %j for %s %s', (text, first, last) => expect(namesPerson(text, first, last)).toBe(false));
});

describe('foldCompanyName', () => {
  it.each([
    ['ACME, Inc.', 'Acme'],
    ['Müller & Söhne GmbH & Co. KG', 'Muller und Sohne'],
    ['The Rocket Company', 'rocket'],
    ['Società Esempio S.p.A.', 'societa esempio'],
  ])('takes %s and %s for one', (one, other) => expect(foldCompanyName(one)).toBe(foldCompanyName(other)));

  it('keeps different companies apart', () => {
    expect(foldCompanyName('Acme Labs')).not.toBe(foldCompanyName('Acme'));
    expect(foldCompanyName('SE')).toBe('se');
  });
});

describe('profileKind', () => {
  it.each([
    ['https://www.linkedin.com/in/jane-doe/?trk=x', 'linkedinPerson'],
    ['https://uk.linkedin.com/in/jane', 'linkedinPerson'],
    ['https://linkedin.com/company/acme', 'linkedinCompany'],
    ['https://x.com/acme', 'twitter'],
    ['http://www.twitter.com/acme?lang=en', 'twitter'],
    ['https://github.com/jdoe', 'github'],
    ['https://www.linkedin.com/shareArticle?url=x', null],
    ['https://linkedin.com/feed/', null],
    ['https://twitter.com/intent/tweet?text=x', null],
    ['https://x.com/share', null],
    ['https://twitter.com/acme/status/1', null],
    ['https://github.com/acme/rocket', null],
    ['https://linkedin.com.evil.example/in/jane', null],
    ['https://evil.example/linkedin.com/in/jane', null],
    ['https://notx.com/acme', null],
  ])('judges %s', (url, kind) => expect(profileKind(canonicalUrl(url)!)).toBe(kind));
});
