import { describe, expect, it } from '@jest/globals';
import { describesCompany, namesIndustry } from './company-binding.ts';

describe('describesCompany', () => {
  it.each([
    'Acme builds warehouses that run themselves.',
    'Acme Tools supplies bakeries with flour and good advice.',
    'We design and repair clocks for railway stations.',
    'Wir planen und bauen Förderanlagen für Sägewerke.',
    'Nous restaurons des escaliers anciens.',
    'Instalamos y mantenemos huertos solares.',
    'Vi fremstiller søkabler til færger.',
  ])('%j does', (sentence) => {
    expect(describesCompany(sentence, 'Acme Tools Ltd')).toBe(true);
  });

  it.each([
    'Globex builds warehouses that run themselves.',
    'Acme Hotels offers rooms with a view.',
    'Our customer builds warehouses.',
    'We are hiring a gardener from May on.',
    'We use cookies to make this site better.',
    'We are closed on Mondays.',
    'We are proud of our customer Globex.',
    'Acme was a leader in moon dust.',
    'We would make the best soap in town.',
    'Wir suchen und bauen auf neue Kräfte.',
  ])('%j does not', (sentence) => {
    expect(describesCompany(sentence, 'Acme Tools Ltd')).toBe(false);
  });
});

describe('namesIndustry', () => {
  it('takes what the company is, not whom it works for', () => {
    expect(namesIndustry('Acme is a logistics company.', 'logistics', 'Acme')).toBe(true);
    expect(namesIndustry('Acme provides software for logistics companies.', 'logistics', 'Acme')).toBe(false);
  });
});
