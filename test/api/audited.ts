import { randomUUID } from 'node:crypto';
import type { Client } from '../support/client.ts';
import { startEnriching, type EnrichingStack } from '../support/enriching-stack.ts';
import { homePage } from '../enrichment/company-site.ts';

const HOST = 'audited.example';

/** An event of the audit trail, as the api shows it. */
export type AuditEvent = Record<string, any>;

/** The product with an enricher, and a website that names Ada Byron and an industry; for `beforeAll`. */
export function startAudited(): Promise<EnrichingStack> {
  const people = [{ name: 'Ada Byron', jobTitle: 'Head of Engines' }];
  const page = homePage({ name: HOST, industry: 'Software', people });
  return startEnriching({ [HOST]: { '/': page } }, { strict: true });
}

/** The newest events, as an admin sees them. @param query further parameters, such as `&action=contact.created` */
export async function auditEvents(admin: Client, query = ''): Promise<AuditEvent[]> {
  return (await admin.get(`/api/audit-events?limit=100${query}`)).body.data.auditEvents;
}

/** A contact of a company whose industry a user entered, so that enrichment suggests another. */
export async function suggestedFor(
  admin: Client,
): Promise<{ contactId: string; companyId: string; suggestionId: string }> {
  const email = `ada.${randomUUID()}@${HOST}`;
  const company = { name: randomUUID(), website: `http://${HOST}/`, industry: 'Retail' };
  const companyId: string = (await admin.post('/api/companies', company)).body.data.id;
  const { id } = await admin.createContact({ email, firstName: 'Ada', lastName: 'Byron', companyId });
  await admin.enrich(id);
  const [suggestion] = (await admin.get(`/api/contacts/${id}/suggestions`)).body.data.suggestions;
  return { contactId: id, companyId, suggestionId: suggestion.id };
}

/** A piece of the contact's evidence that was read on a page. */
export async function evidenceFromPage(admin: Client, contactId: string): Promise<string> {
  const { evidence } = (await admin.get(`/api/contacts/${contactId}/evidence`)).body.data;
  return evidence.find((one: AuditEvent) => one['subject'] === 'contact' && one['url'] !== null).id;
}
