import { grantAccess, type Installation } from '#accounts';
import pg from 'pg';
import { DEMO_COMPANIES, demoEmail, type DemoCompany, type DemoPerson } from './people.ts';

const ORGANIZATION = 'Demo Organization';
const ADMIN = 'demo@demo.example';

export interface DemoOptions extends Installation {
  /** Where the api answers. */
  readonly baseUrl: string;
}

/**
 * Fills a new installation with a demo organization, through the api's front door, and issues a fresh key for it.
 * @returns the key; undefined where the installation has organizations, but not this one, and so is left alone
 */
export async function seedDemo(options: DemoOptions): Promise<{ apiKey: string } | undefined> {
  const { total, demo } = await countOrganizations(options.databaseUrl);
  if (total > 0 && demo === 0) return undefined;
  const access = { organization: ORGANIZATION, email: ADMIN, days: 90, keyName: 'npm start' };
  const { key } = await grantAccess(options, access);
  if (total === 0) {
    for (const company of DEMO_COMPANIES) {
      for (const person of company.people) await createContact(options.baseUrl, key, person, company);
    }
  }
  return { apiKey: key };
}

async function countOrganizations(databaseUrl: string): Promise<{ total: number; demo: number }> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'demo' });
  await client.connect();
  try {
    const { rows } = await client.query<{ total: number; demo: number }>(
      `SELECT count(*)::int AS total, (count(*) FILTER (WHERE name_key = fold_name($1)))::int AS demo
       FROM organizations`,
      [ORGANIZATION],
    );
    return rows[0] ?? { total: 0, demo: 0 };
  } finally {
    await client.end();
  }
}

async function createContact(baseUrl: string, key: string, person: DemoPerson, company: DemoCompany): Promise<void> {
  const { firstName, lastName, phone: phoneNumber, address } = person;
  const contact = {
    firstName,
    lastName,
    phoneNumber,
    address,
    email: demoEmail(person, company),
    companyName: company.name,
  };
  const response = await fetch(`${baseUrl}/api/contacts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(contact),
  });
  if (!response.ok) throw new Error(`the demo contact ${contact.email} was refused: ${await response.text()}`);
}
