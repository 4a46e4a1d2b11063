import { thing } from './case.ts';
import { site, type CompanyTemplate } from './company-template.ts';

const M = 'markup' as const;

/** Companies whose markup says how many they are, since when and where. */
export const COMPANY_FIGURES: readonly CompanyTemplate[] = [
  site('ld-figures', { employees: M, foundedYear: M, headquarters: M, description: M }, ({ c, figures }) => ({
    head: thing('Organization', {
      ...{ name: c.name, description: c.description, foundingDate: `${figures.foundedYear}-04-01` },
      numberOfEmployees: { '@type': 'QuantitativeValue', value: Number(figures.employees) },
      address: {
        ...{ '@type': 'PostalAddress', streetAddress: 'Kaj 4', addressLocality: 'Havneby', postalCode: '4444' },
        addressCountry: { '@type': 'Country', name: 'Denmark' },
      },
    }),
    body: '',
  })),
  site('ld-figures-plain', { employees: M, foundedYear: M }, ({ c, figures }) => ({
    head: thing('Corporation', {
      ...{ name: c.name, foundingDate: figures.foundedYear, numberOfEmployees: figures.employees },
      address: 'Havneby, Denmark',
    }),
    body: '',
  })),
];
