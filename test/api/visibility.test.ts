import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
let admin: Client;
let owner: Client;
let other: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
  owner = await stack.client({ email: 'owner@acme.example' });
  other = await stack.client({ email: 'other@acme.example' });
});
afterAll(() => stack.stop());

const total = async (client: Client, query = '') =>
  (await client.get(`/api/contacts${query}`)).body.data.total as number;

describe('a private contact', () => {
  it('is in the lists, totals and searches of its owner and of admins alone', async () => {
    const before = await Promise.all([admin, owner, other].map((client) => total(client)));
    const { company } = await owner.createContact({
      firstName: 'Veiled',
      visibility: 'private',
      companyName: 'Veil Inc',
    });
    await owner.createContact({ firstName: 'Veiled', companyId: company.id });
    const after = await Promise.all([admin, owner, other].map((client) => total(client)));
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([2, 2, 1]);
    for (const query of ['?search=veiled', `?companyId=${company.id}`, `?search=veiled&companyId=${company.id}`]) {
      expect(await Promise.all([admin, owner, other].map((client) => total(client, query)))).toEqual([2, 2, 1]);
      const page = (await other.get(`/api/contacts${query}&limit=1`)).body.data;
      expect([page.contacts.length, page.hasMore]).toEqual([1, false]);
      expect(page.contacts[0].visibility).toBe('organization');
    }
  });

  it('is 404 to other members on every route', async () => {
    const { id } = await owner.createContact({ visibility: 'private' });
    const { jobId } = (await owner.post(`/api/contacts/${id}/enrich`)).body.data;
    const answers = await Promise.all([
      other.get(`/api/contacts/${id}`),
      other.patch(`/api/contacts/${id}`, { visibility: 'organization' }),
      other.delete(`/api/contacts/${id}`),
      other.get(`/api/contacts/${id}/evidence`),
      other.get(`/api/contacts/${id}/insights`),
      other.get(`/api/contacts/${id}/suggestions`),
      other.post(`/api/contacts/${id}/suggestions/${id}/accept`),
      other.post(`/api/contacts/${id}/suggestions/${id}/reject`),
      other.get(`/api/contacts/${id}/evidence/${id}/document`),
      other.post(`/api/contacts/${id}/evidence/${id}/wrong-person`),
      other.post(`/api/contacts/${id}/enrich`),
      other.get(`/api/contacts/${id}/enrichment-jobs`),
      other.get(`/api/contacts/${id}/export`),
    ]);
    expect(answers.map(({ body }) => body.code)).toEqual(answers.map(() => 'contact_not_found'));
    for (const answer of [
      await other.get(`/api/enrichment-jobs/${jobId}`),
      await other.get(`/api/enrichment-jobs/${jobId}/events`),
      await other.post(`/api/enrichment-jobs/${jobId}/cancel`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'job_not_found']);
    }
    expect((await owner.get(`/api/enrichment-jobs/${jobId}`)).body.data.status).toBe('queued');
  });

  it('is open to its owner and to admins on every route', async () => {
    for (const client of [owner, admin]) {
      const { id } = await owner.createContact({ visibility: 'private' });
      expect((await client.get(`/api/contacts/${id}`)).status).toBe(200);
      expect((await client.patch(`/api/contacts/${id}`, { firstName: 'Jane' })).status).toBe(200);
      expect((await client.get(`/api/contacts/${id}/evidence`)).status).toBe(200);
      expect((await client.post(`/api/contacts/${id}/enrich`)).status).toBe(200);
      expect((await client.get(`/api/contacts/${id}/enrichment-jobs`)).body.data.total).toBe(1);
      expect((await client.get(`/api/contacts/${id}/export`)).status).toBe(200);
      expect((await client.delete(`/api/contacts/${id}`)).status).toBe(200);
    }
  });

  it('keeps its email to itself: a 409 names its id only to those who see it', async () => {
    const { id } = await owner.createContact({ email: 'veiled@people.example', visibility: 'private' });
    const body = { email: 'VEILED@people.example', firstName: 'Jane' };
    for (const client of [owner, admin]) expect((await client.post('/api/contacts', body)).body.existingId).toBe(id);
    const unseen = await other.post('/api/contacts', body);
    expect(unseen.status).toBe(409);
    expect(unseen.body.error).toBe('Contact with this email already exists in your organization');
    expect(JSON.stringify(unseen.body)).not.toContain(id);
    const own = await other.createContact();
    const patched = await other.patch(`/api/contacts/${own.id}`, { email: 'veiled@people.example' });
    expect(patched.status).toBe(409);
    expect(patched.body).not.toHaveProperty('existingId');
  });
});

describe('visibility', () => {
  it('is changed by the owner and by admins', async () => {
    const { id } = await owner.createContact();
    expect((await owner.patch(`/api/contacts/${id}`, { visibility: 'private' })).body.data.visibility).toBe('private');
    expect((await other.get(`/api/contacts/${id}`)).status).toBe(404);
    expect((await admin.patch(`/api/contacts/${id}`, { visibility: 'organization' })).body.data.visibility).toBe(
      'organization',
    );
    expect((await other.get(`/api/contacts/${id}`)).status).toBe(200);
  });

  it('is not changed by another member, who may change all else', async () => {
    const { id } = await owner.createContact();
    const refused = await other.patch(`/api/contacts/${id}`, { visibility: 'private', firstName: 'Jane' });
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('visibility_not_permitted');
    const allowed = await other.patch(`/api/contacts/${id}`, { visibility: 'organization', firstName: 'Jane' });
    expect(allowed.body.data).toMatchObject({ visibility: 'organization', firstName: 'Jane' });
  });

  it('follows the role: an admin who becomes a member no longer sees what others keep private', async () => {
    const second = await stack.client({ email: 'second@acme.example', role: 'admin' });
    const { id } = await owner.createContact({ visibility: 'private' });
    expect((await second.get(`/api/contacts/${id}`)).status).toBe(200);
    const users = (await admin.get('/api/users')).body.data.users as { id: string; email: string }[];
    await admin.patch(`/api/users/${users.find(({ email }) => email === 'second@acme.example')?.id}`, {
      role: 'member',
    });
    expect((await second.get(`/api/contacts/${id}`)).status).toBe(404);
  });
});
