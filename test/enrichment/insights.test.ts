import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import { homePage } from './company-site.ts';

const people = [
  {
    ...{ name: 'Ada Byron', jobTitle: 'Head of Engines', sameAs: ['https://www.linkedin.com/in/ada-example'] },
    ...{ disambiguatingDescription: 'Counts in her head', knowsAbout: ['Looms', 'Poetry'] },
    knowsLanguage: [{ '@type': 'Language', name: 'English' }, 'Français'],
  },
];
const description = 'Counts the anvils of the whole world.';

let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  const figures = {
    ...{ numberOfEmployees: 35, foundingDate: '1984-05-02' },
    address: { '@type': 'PostalAddress', addressLocality: 'Lund', addressCountry: 'Sweden' },
  };
  const home = homePage({ name: 'Brief', industry: 'Software', description, people, ...figures });
  ({ client, stop } = await startEnriching({ 'brief.example': { '/': home } }, { strict: true }));
});
afterAll(() => stop());

const insights = async (id: string) => (await client.get(`/api/contacts/${id}/insights`)).body.data;
const texts = (lines: { text: string }[]): string[] => lines.map(({ text }) => text);

interface Line {
  readonly text: string;
  readonly basis: readonly { readonly kind: string; readonly evidenceId?: string; readonly quote?: string }[];
}

describe('the brief on a contact', () => {
  it('says who, where, what the company does and what is unsure, each line with evidence that can be looked up', async () => {
    const company = { name: 'Brief', industry: 'Retail' };
    const companyId: string = (await client.post('/api/companies', company)).body.data.id;
    const person = { email: 'ada@brief.example', firstName: 'Ada', lastName: 'Byron', companyId };
    const { id } = await client.createContact({ ...person, address: '123 Main St, San Francisco, CA 94102' });
    await client.enrich(id);
    const brief = await insights(id);
    expect(texts(brief.who)).toEqual([
      'Ada Byron is Head of Engines at Brief',
      'Level: head',
      'In short: “Counts in her head”',
      'Languages: English, Français',
    ]);
    expect(texts(brief.where)).toEqual(['In San Francisco, California, United States; time zone America/Los_Angeles']);
    expect(texts(brief.company)).toEqual([
      ...[`Brief: ${description}`, 'Brief is in Retail', 'Brief has 35 employees', 'Brief was founded in 1984'],
      'Brief has its head office in Lund, Sweden',
    ]);
    expect(texts(brief.talkingPoints)).toContain('Knows about Looms, Poetry');
    expect(texts(brief.talkingPoints)).toContain('LinkedIn: https://www.linkedin.com/in/ada-example');
    expect(texts(brief.unsure)).toContain("The company's industry may be “Software”");

    const { evidence } = (await client.get(`/api/contacts/${id}/evidence?limit=100`)).body.data;
    const known = new Map(evidence.map((item: { id: string; quote: string }) => [item.id, item.quote]));
    for (const { text, basis } of Object.values(brief).flat() as Line[]) {
      expect([text, basis.length]).toEqual([text, expect.any(Number)]);
      expect(basis.length).toBeGreaterThan(0);
      for (const { kind, evidenceId, quote } of basis) {
        if (kind === 'evidence') expect([text, known.get(evidenceId)]).toEqual([text, quote]);
      }
    }
    expect(brief.company[1].basis).toEqual([{ kind: 'record', field: 'company.industry' }]);
  });

  it('of a contact that was never enriched repeats the record and makes nothing up', async () => {
    const { id } = await client.createContact({ firstName: 'Grace', lastName: 'Hopp', address: 'Dockside 1' });
    expect(await insights(id)).toEqual({
      who: [
        {
          ...{ text: 'Grace Hopp', confidence: null },
          basis: [
            { kind: 'record', field: 'firstName' },
            { kind: 'record', field: 'lastName' },
          ],
        },
      ],
      where: [{ text: 'Dockside 1', confidence: null, basis: [{ kind: 'record', field: 'address' }] }],
      ...{ company: [], talkingPoints: [], unsure: [] },
    });
  });

  it('warns of a mailbox that is nobody’s', async () => {
    const { id } = await client.createContact({ email: 'info@mailinator.com' });
    await client.enrich(id);
    expect(texts((await insights(id)).unsure)).toEqual([
      'The email is the mailbox of a function, not of a person',
      'The email is of a throw-away provider',
    ]);
  });
});
