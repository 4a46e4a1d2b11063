import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Stack } from '../support/apps.ts';
import type { Answer, Client } from '../support/client.ts';
import type { OpenApiDocument } from '../support/openapi-check.ts';
import { auditEvents, evidenceFromPage, startAudited, suggestedFor } from './audited.ts';

let stack: Stack;
let admin: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, client: admin, stop } = await startAudited());
});
afterAll(() => stop());

interface Change {
  /** Sends the request; what it needs is made before. */
  readonly prepare: () => Promise<() => Promise<Answer>>;
  readonly actions: readonly string[];
}

/** Every operation that changes something, and what is recorded of it, newest first. */
const CHANGES: Readonly<Record<string, Change>> = {
  'POST /api/contacts': {
    prepare: () => {
      const body = { email: `${randomUUID()}@people.example`, firstName: 'Ada', companyName: randomUUID() };
      return Promise.resolve(() => admin.post('/api/contacts', body));
    },
    actions: ['company.created', 'contact.created'],
  },
  'PATCH /api/contacts/{id}': {
    prepare: async () => {
      const { id } = await admin.createContact();
      return () => admin.patch(`/api/contacts/${id}`, { firstName: 'Jane', companyName: randomUUID() });
    },
    actions: ['contact.updated', 'company.created'],
  },
  'DELETE /api/contacts/{id}': {
    prepare: async () => {
      const { id } = await admin.createContact();
      return () => admin.delete(`/api/contacts/${id}?bar=true`);
    },
    actions: ['contact.erased', 'barred_email.created'],
  },
  'POST /api/contacts/{id}/enrich': {
    prepare: async () => {
      const { id } = await admin.createContact();
      return () => admin.post(`/api/contacts/${id}/enrich`);
    },
    actions: ['enrichment.requested'],
  },
  'POST /api/enrichment-jobs/{jobId}/cancel': {
    prepare: async () => {
      const { id } = await admin.createContact();
      const { jobId } = (await admin.post(`/api/contacts/${id}/enrich`)).body.data;
      await admin.waitForJob(jobId);
      await stack.database.query(
        `UPDATE enrichment_jobs SET status = 'running', finished_at = NULL, lease_token = gen_random_uuid(),
           lease_expires_at = now() + interval '1 hour' WHERE id = $1`,
        [jobId],
      );
      return () => admin.post(`/api/enrichment-jobs/${jobId}/cancel`);
    },
    actions: ['enrichment.cancelled'],
  },
  'POST /api/contacts/{id}/suggestions/{suggestionId}/accept': {
    prepare: async () => {
      const { contactId, suggestionId } = await suggestedFor(admin);
      return () => admin.post(`/api/contacts/${contactId}/suggestions/${suggestionId}/accept`);
    },
    actions: ['suggestion.accepted'],
  },
  'POST /api/contacts/{id}/suggestions/{suggestionId}/reject': {
    prepare: async () => {
      const { contactId, suggestionId } = await suggestedFor(admin);
      return () => admin.post(`/api/contacts/${contactId}/suggestions/${suggestionId}/reject`);
    },
    actions: ['suggestion.rejected'],
  },
  'POST /api/contacts/{id}/evidence/{evidenceId}/wrong-person': {
    prepare: async () => {
      const { contactId } = await suggestedFor(admin);
      const evidenceId = await evidenceFromPage(admin, contactId);
      return () => admin.post(`/api/contacts/${contactId}/evidence/${evidenceId}/wrong-person`);
    },
    actions: ['evidence.wrong_person'],
  },
  'POST /api/companies': {
    prepare: () => {
      const body = { name: randomUUID(), industry: 'Software' };
      return Promise.resolve(() => admin.post('/api/companies', body));
    },
    actions: ['company.created'],
  },
  'PATCH /api/companies/{id}': {
    prepare: async () => {
      const { id } = (await admin.post('/api/companies', { name: randomUUID() })).body.data;
      return () => admin.patch(`/api/companies/${id}`, { industry: 'Rockets' });
    },
    actions: ['company.updated'],
  },
  'POST /api/users': {
    prepare: () => {
      const body = { email: `${randomUUID()}@acme.example` };
      return Promise.resolve(() => admin.post('/api/users', body));
    },
    actions: ['user.created'],
  },
  'PATCH /api/users/{id}': {
    prepare: async () => {
      const { id } = (await admin.post('/api/users', { email: `${randomUUID()}@acme.example` })).body.data;
      return () => admin.patch(`/api/users/${id}`, { active: false });
    },
    actions: ['user.updated'],
  },
  'POST /api/api-keys': {
    prepare: () => {
      const body = { name: 'audited', scopes: ['contacts:read'] };
      return Promise.resolve(() => admin.post('/api/api-keys', body));
    },
    actions: ['api_key.created'],
  },
  'DELETE /api/api-keys/{id}': {
    prepare: async () => {
      const { id } = (await admin.post('/api/api-keys', { name: 'short', scopes: ['contacts:read'] })).body.data;
      return () => admin.delete(`/api/api-keys/${id}`);
    },
    actions: ['api_key.revoked'],
  },
  'DELETE /api/barred-emails/{id}': {
    prepare: async () => {
      const contact = await admin.createContact();
      await admin.delete(`/api/contacts/${contact.id}?bar=true`);
      const [{ id }] = (await admin.get('/api/barred-emails')).body.data.barredEmails;
      return () => admin.delete(`/api/barred-emails/${id}`);
    },
    actions: ['barred_email.lifted'],
  },
};

/** What a change is recorded as, by the id of its request. */
async function recordedOf(send: () => Promise<Answer>): Promise<string[]> {
  const answer = await send();
  expect(answer.status).toBeLessThan(300);
  const requestId = answer.headers.get('x-request-id');
  return (await auditEvents(admin)).filter((event) => event['requestId'] === requestId).map(({ action }) => action);
}

describe('every change', () => {
  it('that the api offers is among those that are tried here', async () => {
    const document = (await admin.get('/openapi.json')).body as OpenApiDocument;
    const offered = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(offered.filter((name) => !name.startsWith('GET ')).sort()).toEqual(Object.keys(CHANGES).sort());
  });

  it.each(Object.entries(CHANGES))('is recorded: %s', async (_name, { prepare, actions }) => {
    expect(new Set(await recordedOf(await prepare()))).toEqual(new Set(actions));
  });

  describe('where it cannot be recorded', () => {
    afterEach(() => stack.database.query('DROP TRIGGER fault ON audit_events; DROP FUNCTION fault()'));
    const plant = (body: string) =>
      stack.database.query(`
        CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; END $$;
        CREATE TRIGGER fault BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION fault()`);

    it.each(Object.entries(CHANGES))('is not made: %s', async (_name, { prepare }) => {
      const send = await prepare();
      await plant(`RAISE EXCEPTION 'no room for audit events'`);
      const before = await everythingButTimes();
      expect((await send()).status).toBe(500);
      expect(await everythingButTimes()).toEqual(before);
    });

    it('the check above finds it out', async () => {
      const send = await CHANGES['POST /api/companies']!.prepare();
      await plant('RETURN NULL');
      expect(await recordedOf(send)).toEqual([]);
    });
  });
});

/** The rows of all tables that users change. */
function everythingButTimes() {
  const tables = ['contacts', 'companies', 'users', 'barred_emails', 'barred_matches', 'enriched_values', 'api_keys'];
  const rows = tables.map((table) => `SELECT '${table}' AS of, to_jsonb(t) - 'last_used_at' AS row FROM ${table} t`);
  const jobs = `SELECT 'jobs', jsonb_build_object('id', id, 'status', status) FROM enrichment_jobs`;
  return stack.database.query([...rows, jobs].join(' UNION ALL ') + ' ORDER BY 1, 2');
}
