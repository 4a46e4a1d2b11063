import { randomUUID } from 'node:crypto';
import type { Client } from '../../support/client.ts';
import { homePage } from '../../enrichment/company-site.ts';
import type { PathParameter } from './operations.ts';

/** Ids of things that belong together, by what they are of: a contact's, with that of its evidence and job. */
export type Resource = Readonly<Record<string, string>>;

/** Words that are in the texts of what is populated, and nowhere else: of the people, and of the companies. */
export interface Markers {
  readonly people: string;
  readonly companies: string;
}

const hostOf = ({ companies }: Markers, at: number): string => `${companies}${at}.example`;
const companyOf = ({ companies }: Markers, at: number): string => `Works ${companies} ${at}`;
const nameOf = ({ people }: Markers) => ({ firstName: `First${people}`, lastName: `Last${people}` });

/** What each of `count` companies' websites says, which enrichment makes evidence and suggestions of. */
export function sitesOf(markers: Markers, count: number): Record<string, Record<string, string>> {
  const { firstName, lastName } = nameOf(markers);
  const people = [{ name: `${firstName} ${lastName}`, jobTitle: `Head of ${markers.people} Sales` }];
  const description = `${markers.companies} makes anvils and rockets for coyotes all over the desert.`;
  const page = (at: number): string =>
    homePage({ name: companyOf(markers, at), industry: 'Software', description, people });
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [hostOf(markers, at), { '/': page(at) }]));
}

/**
 * Fills the organization of an admin's client: contacts that have been enriched, with evidence and a suggestion each,
 * their companies and jobs, users, keys and barred emails. The sites of {@link sitesOf} have to be served, and an enricher to run.
 */
export async function populate(admin: Client, markers: Markers, count: number): Promise<Resource[]> {
  const each = Array.from({ length: count }, (_, at) => at);
  const contacts = await Promise.all(each.map((at) => enrichedContact(admin, markers, at)));
  const users = await Promise.all(each.map((at) => userWithKey(admin, markers, at)));
  return [...contacts.flat(), ...users, ...(await barredEmails(admin, markers, count))];
}

/**
 * A contact of a company of its own that has been enriched.
 * @returns a resource for each piece of the contact's own evidence that was read on the website, and so has a document
 */
export async function enrichedContact(
  client: Client,
  markers: Markers,
  at: number,
  fields: object = {},
): Promise<Resource[]> {
  const { companies } = markers;
  const about = { industry: `Retail ${companies}`, description: `About ${companies}`, address: `${companies} Street` };
  const company = (await client.post('/api/companies', { name: companyOf(markers, at), ...about })).body.data;
  const id = await contactOf(client, markers, at, { companyId: company.id, ...fields });
  const { jobId } = await client.enrich(id, { force: true });
  const { evidence } = (await client.get(`/api/contacts/${id}/evidence?limit=100`)).body.data;
  const [suggestion] = (await client.get(`/api/contacts/${id}/suggestions`)).body.data.suggestions;
  const ofContact = { contacts: id, companies: company.id, 'enrichment-jobs': jobId };
  return evidence
    .filter(({ subject, source }: any) => subject === 'contact' && source === 'company_website')
    .map((piece: { id: string }) => ({
      ...{ ...ofContact, evidence: piece.id },
      ...(suggestion && { suggestions: suggestion.id }),
    }));
}

/** @returns the id of a contact that has the marker in each of its texts */
async function contactOf(client: Client, markers: Markers, at: number | string, fields: object): Promise<string> {
  const { people } = markers;
  const { id } = await client.createContact({
    ...{ email: `${people}.${at}@${hostOf(markers, Number(at) || 0)}`, ...nameOf(markers) },
    ...{ phoneNumber: `555 ${people}`, address: `1 ${people} Road`, ...fields },
  });
  return id as string;
}

async function barredEmails(admin: Client, markers: Markers, count: number): Promise<Resource[]> {
  for (let at = 0; at < count; at += 1) {
    await admin.delete(`/api/contacts/${await contactOf(admin, markers, `barred${at}`, {})}?bar=true`);
  }
  const { barredEmails: barred } = (await admin.get('/api/barred-emails')).body.data;
  return barred.map(({ id }: { id: string }) => ({ 'barred-emails': id }));
}

async function userWithKey(admin: Client, markers: Markers, at: number): Promise<Resource> {
  const email = `user${at}@${hostOf(markers, 0)}`;
  const userId: string = (await admin.post('/api/users', { email, ...nameOf(markers) })).body.data.id;
  const key = { name: `Key ${markers.people}`, scopes: ['contacts:read'], userId };
  return { users: userId, 'api-keys': (await admin.post('/api/api-keys', key)).body.data.id };
}

/** Jobs that wait, as no enricher takes them. */
export async function queuedJobs(admin: Client, markers: Markers, count: number): Promise<Resource[]> {
  const one = async (_: unknown, at: number): Promise<Resource> => {
    const contacts = await contactOf(admin, markers, `queued${at}`, {});
    const { jobId } = (await admin.post(`/api/contacts/${contacts}/enrich`)).body.data;
    return { contacts, 'enrichment-jobs': jobId };
  };
  return Promise.all(Array.from({ length: count }, one));
}

/**
 * Resources that have an id for each parameter.
 * @throws Error if there are none: a new kind of thing has to be added to the population
 */
export function resourcesFor(resources: readonly Resource[], parameters: readonly PathParameter[]): Resource[] {
  const fitting = resources.filter((resource) => parameters.every(({ kind }) => kind in resource));
  if (fitting.length > 0) return fitting;
  throw new Error(`the population has nothing for ${parameters.map(({ kind }) => kind).join(' with ')}`);
}

/** Values of path parameters by name. */
export function valuesOf(resource: Resource, parameters: readonly PathParameter[]): Record<string, string> {
  return Object.fromEntries(parameters.map(({ name, kind }) => [name, resource[kind] ?? '']));
}

/** An id as things of this kind have it, of nothing. */
export function neverExisting(kind: string): string {
  return kind === 'enrichment-jobs' ? `job_${randomUUID().replaceAll('-', '')}` : randomUUID();
}
