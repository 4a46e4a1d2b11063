import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
});
afterAll(() => stack.stop());

const companies = async () => (await admin.get('/api/companies')).body.data;

describe('creating a contact', () => {
  it('answers 201 with the contact and its new company', async () => {
    const fields = { email: 'john@acme.example', firstName: 'John', lastName: 'Doe', phoneNumber: '+1 555-123-4567' };
    const address = '123 Main St, San Francisco, CA 94102';
    const answer = await admin.post('/api/contacts', { ...fields, address, companyName: 'Acme Inc' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      success: true,
      data: {
        ...fields,
        address,
        id: expect.stringMatching(UUID),
        company: { id: expect.stringMatching(UUID), name: 'Acme Inc', industry: null, website: null },
        ...{ isFullUser: false, isConnector: false, isSolutionProvider: false, visibility: 'organization' },
        ...{ latitude: null, longitude: null, profile: {}, ownerId: expect.stringMatching(UUID) },
        ...{ createdAt: expect.stringMatching(ISO), updatedAt: expect.stringMatching(ISO) },
      },
      message: 'Contact created successfully',
    });
    expect((await admin.get(`/api/contacts/${answer.body.data.id}`)).body).toEqual({
      success: true,
      data: answer.body.data,
    });
  });

  it('needs no more than an email and a first name', async () => {
    const contact = await admin.createContact({ email: 'least@people.example', firstName: 'J' });
    expect(contact).toMatchObject({ lastName: null, phoneNumber: null, address: null, company: null });
    const { contacts } = (await admin.get('/api/contacts?search=least@')).body.data;
    expect(contacts).toEqual([expect.objectContaining({ id: contact.id, company: null, isFullUser: false })]);
  });

  it('takes null or empty text for an optional field as none', async () => {
    for (const none of [null, '', '   ']) {
      const contact = await admin.createContact({
        lastName: none,
        phoneNumber: none,
        address: none,
        companyName: none,
      });
      expect(contact).toMatchObject({ lastName: null, phoneNumber: null, address: null, company: null });
    }
  });

  it('takes flags and visibility', async () => {
    const given = { isConnector: true, isSolutionProvider: true, visibility: 'private' };
    expect(await admin.createContact(given)).toMatchObject(given);
  });
});

describe('an email that the organization has already', () => {
  it("is a 409 with the contract's message and the contact's id, in any letter case and spacing", async () => {
    const { id } = await admin.createContact({ email: 'Taken@People.example' });
    for (const email of ['taken@people.example', 'TAKEN@PEOPLE.EXAMPLE', '  Taken@people.example\t']) {
      const answer = await admin.post('/api/contacts', { email, firstName: 'Jane' });
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({
        success: false,
        error: 'Contact with this email already exists in your organization',
        code: 'contact_email_taken',
        existingId: id,
      });
    }
  });

  it('leaves no company behind', async () => {
    await admin.createContact({ email: 'first@people.example' });
    const before = (await companies()).total;
    const second = { email: 'first@people.example', firstName: 'Ada', companyName: 'Never Made Inc' };
    expect((await admin.post('/api/contacts', second)).status).toBe(409);
    expect((await companies()).total).toBe(before);
  });

  it('is a 409 for all but one of 50 parallel creates', async () => {
    const emails = Array.from({ length: 50 }, (_, index) =>
      index % 2 ? 'race@people.example' : ' RACE@People.example ',
    );
    const answers = await Promise.all(emails.map((email) => admin.post('/api/contacts', { email, firstName: 'Ada' })));
    const created = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect([created.length, refused.length]).toEqual([1, 49]);
    expect(new Set(refused.map(({ body }) => body.existingId))).toEqual(new Set([created[0]?.body.data.id]));
    expect((await admin.get('/api/contacts?search=race@people')).body.data.total).toBe(1);
  });

  it('is free again once the contact is deleted or has another', async () => {
    const { id } = await admin.createContact({ email: 'free@people.example' });
    await admin.patch(`/api/contacts/${id}`, { email: 'moved@people.example' });
    const next = await admin.createContact({ email: 'free@people.example' });
    await admin.delete(`/api/contacts/${next.id}`);
    await admin.createContact({ email: 'free@people.example' });
  });
});

describe('companyName', () => {
  it("finds the organization's company whatever the letter case and spacing, and keeps its name", async () => {
    const { company } = await admin.createContact({ companyName: 'Wile  E. Rockets' });
    expect(company.name).toBe('Wile  E. Rockets');
    for (const companyName of [
      'wile e. rockets',
      'WILE E.ROCKETS',
      '  Wile\u00a0E. Rockets  ',
      'Wile\u3000E. Rockets',
    ]) {
      expect((await admin.createContact({ companyName })).company).toEqual(company);
    }
    expect((await admin.createContact({ companyName: 'Wile E Rockets' })).company.id).not.toBe(company.id);
  });

  it('makes one company in 50 parallel creates', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        admin.createContact({ companyName: index % 2 ? 'Road Runner' : 'ROADRUNNER' }),
      ),
    );
    expect(new Set(answers.map(({ company }) => company.id)).size).toBe(1);
    expect((await admin.get('/api/companies?search=runner')).body.data.total).toBe(1);
  });

  it('takes up to 200 characters', async () => {
    expect((await admin.createContact({ companyName: '🚀'.repeat(200) })).company.name).toBe('🚀'.repeat(200));
    const answer = await admin.post('/api/contacts', {
      email: 'l@people.example',
      firstName: 'Ada',
      companyName: 'x'.repeat(201),
    });
    expect(answer.body.details[0].field).toBe('companyName');
  });
});

describe('companyId', () => {
  it('links the company', async () => {
    const company = (
      await admin.post('/api/companies', { name: 'Linked', industry: 'Technology', website: 'https://linked.example' })
    ).body.data;
    const contact = await admin.createContact({ companyId: company.id.toUpperCase() });
    expect(contact.company).toEqual({
      id: company.id,
      name: 'Linked',
      industry: 'Technology',
      website: 'https://linked.example',
    });
    const listed = (await admin.get(`/api/contacts?companyId=${company.id}`)).body.data;
    expect(listed).toMatchObject({ total: 1, hasMore: false });
    expect(listed.contacts[0].company).toEqual({ id: company.id, name: 'Linked', industry: 'Technology' });
  });

  it('cannot be given together with companyName', async () => {
    const { id } = (await admin.post('/api/companies', { name: 'Both' })).body.data;
    const both = { email: 'both@people.example', firstName: 'Ada', companyId: id, companyName: 'Both' };
    const answer = await admin.post('/api/contacts', both);
    expect(answer.status).toBe(400);
    expect(answer.body.details).toEqual([{ field: 'companyName', message: 'cannot be given together with companyId' }]);
    expect((await admin.post('/api/contacts', { ...both, companyName: null })).body.data.company.id).toBe(id);
  });
});
