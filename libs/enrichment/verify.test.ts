import { describe, expect, it } from '@jest/globals';
import type { Claim, SourceDocument } from './source.ts';
import { isSupported, normalizeQuote, resolvePointer } from './verify.ts';

const page = (text: string, data: unknown = null): SourceDocument => ({
  url: 'https://acme.example/team/',
  fetchedAt: new Date(0),
  text,
  data,
});

function claim(field: string, value: unknown, citation: Claim['citation'], basis: Claim['basis'] = 'verbatim'): Claim {
  const strength = { prior: 1, identity: 1, extraction: 1 };
  return { subject: 'contact', field, value, citation, strength, inputs: ['email'], basis } as Claim;
}

const inText = (text: string, quote: string, value: unknown, field = 'jobTitle'): boolean =>
  isSupported(claim(field, value, { document: page(text), quote }));

describe('a value that stands in a quote of the page', () => {
  it.each([
    ['as it is', 'Jane Doe, Head of Sales, Berlin', 'Jane Doe, Head of Sales', 'Head of Sales'],
    ['over white space and line ends', 'Jane Doe\n  Head \t of\u00a0Sales', 'Jane Doe Head of Sales', 'Head of Sales'],
    ['in another Unicode form (NFD for NFC)', 'Re\u0301gis, Ge\u0301rant', 'R\u00e9gis, G\u00e9rant', 'G\u00e9rant'],
    ['in full-width letters and ligatures', 'Ｊａｎｅ, Ｃhief Oﬃcer', 'Jane, Chief Officer', 'Chief Officer'],
    [
      'with soft hyphens and zero-width spaces',
      'Jane, Ge\u00adschäfts\u200bführerin',
      'Jane, Geschäftsführerin',
      'Geschäftsführerin',
    ],
    ['with characters that regular expressions know', 'Jane (C++ [Lead].*)', 'Jane (C++ [Lead].*)', 'C++ [Lead].*'],
    ['in a script without letter case', 'राम, मुख्य अभियंता', 'राम, मुख्य अभियंता', 'मुख्य अभियंता'],
    ['after a hyphen that stands alone', 'Jane Doe - CEO', 'Jane Doe - CEO', 'CEO'],
  ])('is supported %s', (_how, text, quote, value) => {
    expect(inText(text, quote, value)).toBe(true);
  });
});

describe('a value that the page does not say', () => {
  it.each([
    ['the quote differs by a word', 'Jane Doe is Head of Sales', 'Jane Doe is the Head of Sales', 'Head of Sales'],
    ['the quote is from elsewhere', 'Jane Doe', 'Jane Doe, CEO', 'CEO'],
    ['the quote says something else', 'Jane Doe, CEO', 'Jane Doe, CEO', 'CTO'],
    ['the quote is empty', 'Jane Doe, CEO', '', 'CEO'],
    ['the quote is white space', 'Jane Doe, CEO', ' \u00a0\n', 'CEO'],
    ['the quote has no width', 'Jane\u200b Doe, CEO', '\u200b', 'CEO'],
    ['the value is empty', 'Jane Doe, CEO', 'Jane Doe, CEO', ''],
    ['the value is white space', 'Jane Doe, CEO', 'Jane Doe, CEO', ' '],
    ['the value is inside another word of the quote', 'JANE, DIRECTOR', 'JANE, DIRECTOR', 'CTO'],
    ['the quote was cut out of a word', 'JANE, DIRECTOR', 'CTO', 'CTO'],
    ['the quote begins inside a word', 'Jane, Subdirector', 'director', 'director'],
    ['the quote ends inside a word', 'Jane, Directorate', 'Jane, Director', 'Director'],
    ['a hyphen turns it into another word', 'Jane Doe, ex-CEO', 'Jane Doe, ex-CEO', 'CEO'],
    ['the quote was cut off at a hyphen', 'Jane Doe, Vice-President', 'President', 'President'],
    ['the hyphen does not break', 'Jane Doe, ex\u2011CEO', 'Jane Doe, ex\u2011CEO', 'CEO'],
    ['it is a part of a Devanagari word', 'रामायण', 'रामायण', 'राम'],
    [
      'it is a part of a word beyond the BMP',
      '\u{1E922}\u{1E923}\u{1E924}',
      '\u{1E922}\u{1E923}\u{1E924}',
      '\u{1E923}',
    ],
    ['letter case differs', 'Jane Doe, head of sales', 'Jane Doe, head of sales', 'Head of Sales'],
    ['it is no text', 'Employees: 40', 'Employees: 40', 40],
    ['it is an object', 'Jane Doe', 'Jane Doe', { toString: () => 'Jane Doe' }],
    ['it cannot be stored', 'Jane, C\u0000EO', 'Jane, C\u0000EO', 'C\u0000EO'],
    ['half of a surrogate pair is in it', 'Jane, CEO \ud83d', 'Jane, CEO \ud83d', 'CEO \ud83d'],
  ])('is refused where %s', (_why, text, quote, value) => {
    expect(inText(text, quote, value)).toBe(false);
  });

  it('is refused for a rule where no rule makes the field', () => {
    const citation = { document: page('jane@acme.example'), quote: 'jane@acme.example' };
    expect(isSupported(claim('companyDomain', 'acme.example', citation, 'rule'))).toBe(true);
    expect(isSupported(claim('jobTitle', 'CEO', citation, 'rule'))).toBe(false);
    expect(
      isSupported(claim('companyDomain', 'acme.example', { ...citation, quote: 'joe@acme.example' }, 'rule')),
    ).toBe(false);
  });

  it('may be read by a rule out of a place with a hyphen', () => {
    const citation = { document: page('Torstr. 1, 10119 Berlin-Mitte'), quote: '10119 Berlin' };
    expect(isSupported(claim('timezone', 'Europe/Berlin', citation, 'rule'))).toBe(true);
  });
});

describe('a value that was derived from a job title', () => {
  const citation = { document: page('Jane Doe, Head of Sales'), quote: 'Jane Doe, Head of Sales' };
  const derived = (
    value: unknown,
    derivedFrom: string | undefined,
    basis: Claim['basis'] = 'rule',
    field = 'seniority',
  ) => isSupported({ ...claim(field, value, citation, basis), ...(derivedFrom !== undefined && { derivedFrom }) });

  it('is what the rule makes of a title in the quote', () => {
    expect(derived('head', 'Head of Sales')).toBe(true);
    expect(derived('sales', 'Head of Sales', 'rule', 'department')).toBe(true);
  });

  it.each([
    ['says another thing than the rule', derived('director', 'Head of Sales')],
    ['names no title', derived('head', undefined)],
    ['names a title that is not in the quote', derived('director', 'Sales Director')],
    ['names a part of a word', derived('head', 'ead of Sales')],
    ['is said to stand there word for word', derived('head', 'Head of Sales', 'verbatim')],
    ['is nothing', derived(null, 'Sales')],
  ])('is refused where it %s', (_why, supported) => {
    expect(supported).toBe(false);
  });
});

describe('a list', () => {
  const data = { all: ['Ropes', { '@type': 'Thing', name: 'Knots' }], one: 'Ropes, Knots', none: [1] };
  const listed = (value: unknown, quote: string, pointer?: string) =>
    isSupported(claim('skills', value, { document: page('Ropes, Knots', data), quote, ...(pointer && { pointer }) }));

  it.each([
    ['of elements of a list', listed(['Knots', 'Ropes'], 'Ropes, Knots', '/all')],
    ['of parts of a text in the data', listed(['Ropes'], 'Ropes, Knots', '/one')],
    ['of parts of a passage', listed(['Ropes', 'Knots'], 'Ropes, Knots')],
  ])('is supported %s', (_what, supported) => {
    expect(supported).toBe(true);
  });

  it.each([
    ['one element is not listed', listed(['Ropes', 'Sails'], 'Ropes, Knots', '/all')],
    ['an element is a part of one', listed(['Rope'], 'Ropes, Knots', '/all')],
    ['the quote leaves an element out', listed(['Ropes'], 'Ropes', '/all')],
    ['the quote adds an element', listed(['Ropes'], 'Ropes, Knots, Sails', '/all')],
    ['it is empty', listed([], 'Ropes, Knots', '/all')],
    ['it is too long', listed(Array<string>(21).fill('Ropes'), 'Ropes, Knots', '/all')],
    ['it is a text', listed('Ropes', 'Ropes, Knots', '/all')],
    ['it holds no text', listed([1], '1', '/none')],
  ])('is refused where %s', (_why, supported) => {
    expect(supported).toBe(false);
  });
});

describe('the address of a web page', () => {
  const link = (href: string, value: string): boolean =>
    isSupported(claim('linkedinUrl', value, { document: page('', { href }), quote: href, pointer: '/href' }));

  it.each([
    ['as it is', 'https://linkedin.com/in/jane', 'https://linkedin.com/in/jane'],
    ['but for scheme, www. and a final slash', 'http://www.linkedin.com/in/jane/', 'https://linkedin.com/in/jane'],
    ['less a tracking parameter', 'https://linkedin.com/in/jane?utm_source=x', 'https://linkedin.com/in/jane'],
    ['relative to its page', '../about?id=1', 'https://acme.example/about?id=1'],
    ['its site', 'https://acme.example/en/home', 'https://acme.example'],
  ])('is supported %s', (_how, quote, value) => {
    expect(link(quote, value)).toBe(true);
  });

  it.each([
    ['leads to a longer name', 'https://linkedin.com/in/jane.doe', 'https://linkedin.com/in/jane'],
    ['leads to a page below', 'https://github.com/jane/repo', 'https://github.com/jane'],
    ['goes on after the host', 'https://acme.example.evil.test/', 'https://acme.example'],
    ['has another parameter', 'https://acme.example/people?id=7', 'https://acme.example/people?id=8'],
    ['has another port', 'https://acme.example/', 'https://acme.example:8443/'],
    ['carries credentials', 'https://jane@acme.example/', 'https://jane@acme.example/'],
    ['is a script', 'javascript:alert(1)', 'javascript:alert(1)'],
    [
      'is a script that looks like an address',
      'https://acme.example/%0aalert(1)',
      'javascript://acme.example/%0aalert(1)',
    ],
    ['is relative, and only its site is claimed', '../about', 'https://acme.example'],
    ['is no address', 'Jane', 'Jane'],
  ])('is refused where it %s', (_why, quote, value) => {
    expect(link(quote, value)).toBe(false);
  });

  it('may stand in a sentence', () => {
    const text = 'Find Jane at (https://linkedin.com/in/jane).';
    expect(inText(text, text, 'https://linkedin.com/in/jane', 'linkedinUrl')).toBe(true);
    expect(inText(text, text, 'https://linkedin.com/in/jan', 'linkedinUrl')).toBe(false);
    expect(inText('Jane Doe', 'Jane Doe', 'https://acme.example/team/Jane', 'websiteUrl')).toBe(false);
  });
});

describe('a JSON pointer', () => {
  const data = { jsonLd: [{ jobTitle: 'CEO', age: 40, 'a/b': 'slash', 'c~d': 'tilde', '': 'empty', list: [] }] };

  it.each([
    ['/jsonLd/0/jobTitle', 'CEO'],
    ['/jsonLd/0/age', 40],
    ['/jsonLd/0/a~1b', 'slash'],
    ['/jsonLd/0/c~0d', 'tilde'],
    ['/jsonLd/0/', 'empty'],
    ['', data],
  ])('%s names its value', (pointer, value) => {
    expect(resolvePointer(data, pointer)).toEqual(value);
  });

  it.each([
    ...['jsonLd', '/jsonld', '/jsonLd/1', '/jsonLd/-', '/jsonLd/00', '/jsonLd/length', '/jsonLd/0/jobTitle/length'],
    ...[
      '/__proto__',
      '/constructor/name',
      '/jsonLd/0/toString',
      '/jsonLd/0/__proto__/constructor',
      '/jsonLd/0/jobTitle/0',
    ],
  ])('%s names nothing', (pointer) => {
    expect(resolvePointer(data, pointer)).toBeUndefined();
  });

  it.each([
    ['the value differs from the quote', 'Jane, CEO', '/jsonLd/0/jobTitle'],
    ['it names an object', '[object Object]', '/jsonLd/0'],
    ['it names nothing', 'undefined', '/jsonLd/0/nothing'],
  ])('supports nothing where %s', (_why, quote, pointer) => {
    expect(isSupported(claim('jobTitle', quote, { document: page(quote, data), quote, pointer }))).toBe(false);
  });
});

it('compares quotes without regard to form, white space and characters without width', () => {
  expect(normalizeQuote(' Ｃ\u200bＥＯ \n of\u00a0A\u00adcme ')).toBe('CEO of Acme');
});

describe('what providers say in their records', () => {
  const data = {
    skills: ['Rocketry', 'Python'],
    odd: ['Python', 7],
    url: 'linkedin.com/in/jane',
    firm: 'company/acme',
    handle: '@jane',
  };
  const says = (field: string, value: unknown, pointer: string, quote: string, basis?: Claim['basis']) =>
    isSupported(claim(field, value, { document: page('', data), quote, pointer }, basis));

  it('is a list, where it points at one of texts', () => {
    expect(says('skills', ['Rocketry', 'Python'], '/skills', 'Rocketry, Python')).toBe(true);
    expect(says('skills', ['Python'], '/skills', 'Rocketry, Python')).toBe(true);
    expect(says('skills', ['Rocketry', 'Go'], '/skills', 'Rocketry, Python')).toBe(false);
    expect(says('skills', ['Python'], '/skills', 'Python')).toBe(false);
    expect(says('skills', [], '/skills', 'Rocketry, Python')).toBe(false);
    expect(says('skills', 'Python', '/skills', 'Rocketry, Python')).toBe(false);
    expect(says('skills', ['Python'], '/odd', 'Python, 7')).toBe(false);
    expect(says('jobTitle', ['Python'], '/skills', 'Rocketry, Python')).toBe(false);
  });

  it('is an address without its scheme, in data only', () => {
    expect(says('linkedinUrl', 'https://www.linkedin.com/in/jane', '/url', data.url)).toBe(true);
    expect(says('linkedinUrl', 'https://www.linkedin.com/in/rick', '/url', data.url)).toBe(false);
    const text = { document: page(data.url), quote: data.url };
    expect(isSupported(claim('linkedinUrl', 'https://www.linkedin.com/in/jane', text))).toBe(false);
  });

  it('is a handle, with or without the section that it stands in', () => {
    const company = (value: string) => {
      const citation = { document: page('', data), quote: data.firm, pointer: '/firm' };
      return isSupported({ ...claim('linkedinUrl', value, citation, 'rule'), subject: 'company' } as Claim);
    };
    expect(company('https://www.linkedin.com/company/acme')).toBe(true);
    expect(company('https://www.linkedin.com/company/zenith')).toBe(false);
    expect(says('twitterUrl', 'https://x.com/company/acme', '/firm', data.firm, 'rule')).toBe(false);
    expect(says('twitterUrl', 'https://x.com/jane', '/handle', data.handle, 'rule')).toBe(true);
    expect(says('twitterUrl', 'https://x.com/rick', '/handle', data.handle, 'rule')).toBe(false);
    expect(says('githubUrl', 'https://github.com/jane', '/handle', data.handle, 'rule')).toBe(false);
  });
});
