import { expect, it } from '@jest/globals';
import { isSupported } from '../verify.ts';
import { companyClaims } from './company-facts.ts';
import { parsePage } from './page.ts';

function read(properties: object) {
  const body = `<script type="application/ld+json">${JSON.stringify({ '@type': 'Organization', name: 'Acme', ...properties })}</script>`;
  const fetchedAt = new Date('2026-01-01');
  const page = parsePage({ url: 'http://acme.example/', status: 200, contentType: 'text/html', body, fetchedAt });
  const claims = companyClaims(page, [], { identity: 0.8, inputs: ['email'] });
  expect(claims.filter((claim) => !isSupported(claim))).toEqual([]);
  return Object.fromEntries(
    claims.filter(({ field }) => field !== 'website').map(({ field, value }) => [field, value]),
  );
}
const address = (properties: object) => ({ address: { '@type': 'PostalAddress', ...properties } });

it.each([
  ['a number', { numberOfEmployees: 120 }, { employees: 120 }],
  ['a number as text', { numberOfEmployees: '1,200' }, { employees: 1200 }],
  ['a quantity', { numberOfEmployees: { '@type': 'QuantitativeValue', value: 35 } }, { employees: 35 }],
  ['a year', { foundingDate: '1984' }, { foundedYear: 1984 }],
  ['a day', { foundingDate: '1984-05-02' }, { foundedYear: 1984 }],
  [
    'town and country, also where other parts stand between',
    address({ addressLocality: 'Lund', postalCode: '223 50', addressCountry: { '@type': 'Country', name: 'Sweden' } }),
    { headquarters: 'Lund, Sweden' },
  ],
])('reads %s', (_what, properties, expected) => {
  expect(read(properties)).toEqual(expected);
});

it.each([
  ['a range', { numberOfEmployees: { '@type': 'QuantitativeValue', minValue: 10, maxValue: 50 } }],
  ['a value in a range', { numberOfEmployees: { '@type': 'QuantitativeValue', value: 50, maxValue: 90 } }],
  ['a range as text', { numberOfEmployees: '10-50' }],
  ['about how many', { numberOfEmployees: '50+' }],
  ['several numbers', { numberOfEmployees: [10, 50] }],
  ['none', { numberOfEmployees: 0 }],
  ['a part of one', { numberOfEmployees: 12.5 }],
  ['a year to come', { foundingDate: '2084' }],
  ['an age', { foundingDate: 'over 30 years ago' }],
  ['a town alone', address({ addressLocality: 'Lund' })],
  ['several addresses', { address: [{ addressLocality: 'Lund', addressCountry: 'SE' }, { addressLocality: 'Oslo' }] }],
  ['an address as text', { address: 'Lund, Sweden' }],
  ['markup for a town', address({ addressLocality: '<b>Lund</b>', addressCountry: 'SE' })],
])('does not read %s', (_what, properties) => {
  expect(read(properties)).toEqual({});
});
