import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
let ours: Client;
let theirs: Client;
let contactId: string;
let companyId: string;
let jobId: string;
let userId: string;
let keyId: string;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  ours = await stack.client();
  theirs = await stack.client({ organization: 'Rival Ltd', email: 'boss@rival.example' });
  const contact = await theirs.createContact({
    email: 'secret@rival.example',
    firstName: 'Zelda',
    companyName: 'Hidden Inc',
  });
  contactId = contact.id;
  companyId = contact.company.id;
  jobId = (await theirs.post(`/api/contacts/${contactId}/enrich`)).body.data.jobId;
  userId = (await theirs.get('/api/users')).body.data.users[0].id;
  keyId = (await theirs.get('/api/api-keys')).body.data.apiKeys[0].id;
});
afterAll(() => stack.stop());

describe("another organization's", () => {
  it('contact is 404 on every route, as is one that does not exist', async () => {
    for (const id of [contactId, '550e8400-e29b-41d4-a716-446655440000']) {
      const answers = await Promise.all([
        ours.get(`/api/contacts/${id}`),
        ours.patch(`/api/contacts/${id}`, { firstName: 'Jane' }),
        ours.delete(`/api/contacts/${id}`),
        ours.get(`/api/contacts/${id}/evidence`),
        ours.get(`/api/contacts/${id}/insights`),
        ours.get(`/api/contacts/${id}/suggestions`),
        ours.post(`/api/contacts/${id}/suggestions/${id}/accept`),
        ours.post(`/api/contacts/${id}/suggestions/${id}/reject`),
        ours.get(`/api/contacts/${id}/evidence/${id}/document`),
        ours.post(`/api/contacts/${id}/evidence/${id}/wrong-person`),
        ours.post(`/api/contacts/${id}/enrich`),
        ours.get(`/api/contacts/${id}/enrichment-jobs`),
        ours.get(`/api/contacts/${id}/export`),
      ]);
      for (const { status, body } of answers) {
        expect(status).toBe(404);
        expect(body).toMatchObject({ error: 'Contact not found', code: 'contact_not_found' });
      }
    }
  });

  it('company, job, user and key are 404', async () => {
    const answers = await Promise.all([
      ours.get(`/api/companies/${companyId}`),
      ours.patch(`/api/companies/${companyId}`, { industry: 'None' }),
      ours.get(`/api/enrichment-jobs/${jobId}`),
      ours.get(`/api/enrichment-jobs/${jobId}/events`),
      ours.post(`/api/enrichment-jobs/${jobId}/cancel`),
      ours.patch(`/api/users/${userId}`, { active: false }),
      ours.delete(`/api/api-keys/${keyId}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  });

  it('company cannot be linked, on create or PATCH, and filters to nothing', async () => {
    for (const id of [companyId, '550e8400-e29b-41d4-a716-446655440000']) {
      const created = await ours.post('/api/contacts', {
        email: 'link@people.example',
        firstName: 'Ada',
        companyId: id,
      });
      expect(created.status).toBe(400);
      expect(created.body.details).toEqual([{ field: 'companyId', message: 'is not a company of your organization' }]);
      const own = await ours.createContact();
      expect((await ours.patch(`/api/contacts/${own.id}`, { companyId: id })).body.details[0].field).toBe('companyId');
      expect((await ours.get(`/api/contacts?companyId=${id}`)).body.data).toMatchObject({
        contacts: [],
        total: 0,
        hasMore: false,
      });
    }
  });

  it('user cannot be given a key', async () => {
    const answer = await ours.post('/api/api-keys', { name: 'spy', scopes: ['contacts:read'], userId });
    expect(answer.status).toBe(400);
    expect(answer.body.details[0].field).toBe('userId');
  });

  it('rows are in no list, total or search', async () => {
    const lists = await Promise.all(
      [
        '/api/contacts?search=zelda',
        '/api/contacts?search=secret@rival.example',
        '/api/companies',
        '/api/companies?search=hidden',
      ].map(ours.get),
    );
    for (const { body } of lists) expect(body.data).toMatchObject({ total: 0, hasMore: false });
    expect(JSON.stringify((await ours.get('/api/users')).body)).not.toContain('rival');
    expect((await ours.get('/api/users')).body.data.total).toBe(1);
    expect(JSON.stringify((await ours.get('/api/api-keys')).body)).not.toContain(keyId);
  });

  it('emails and names are free to use here', async () => {
    const contact = await ours.createContact({ email: 'secret@rival.example', companyName: 'Hidden Inc' });
    expect(contact.company.id).not.toBe(companyId);
    expect((await ours.post('/api/users', { email: 'boss@rival.example' })).status).toBe(201);
    expect((await theirs.get(`/api/contacts/${contactId}`)).body.data.isFullUser).toBe(false);
  });

  it('rows are as they were', async () => {
    expect((await theirs.get(`/api/contacts/${contactId}`)).body.data.firstName).toBe('Zelda');
    expect((await theirs.get(`/api/companies/${companyId}`)).body.data.industry).toBeNull();
    expect((await theirs.get(`/api/enrichment-jobs/${jobId}`)).body.data.status).toBe('queued');
  });
});
