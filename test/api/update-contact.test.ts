import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

const FULL = { firstName: 'John', lastName: 'Doe', phoneNumber: '+1 555-123-4567', address: '1 Main St' };
let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
});
afterAll(() => stack.stop());

describe('PATCH of a contact', () => {
  it('changes what is given and nothing else', async () => {
    const before = await admin.createContact({ ...FULL, companyName: 'Acme Inc', isConnector: true });
    const answer = await admin.patch(`/api/contacts/${before.id}`, {
      firstName: 'Jane',
      phoneNumber: '+1 555-987-6543',
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      data: { ...before, firstName: 'Jane', phoneNumber: '+1 555-987-6543', updatedAt: expect.any(String) },
      message: 'Contact updated successfully',
    });
    expect(answer.body.data.updatedAt > before.updatedAt).toBe(true);
    expect((await admin.get(`/api/contacts/${before.id}`)).body.data).toEqual(answer.body.data);
  });

  it('clears with null or empty text, but not the first name', async () => {
    const { id } = await admin.createContact({ ...FULL, companyName: 'Acme Inc' });
    const answer = await admin.patch(`/api/contacts/${id}`, {
      email: null,
      lastName: null,
      phoneNumber: '',
      address: ' ',
    });
    expect(answer.body.data).toMatchObject({
      email: null,
      firstName: 'John',
      lastName: null,
      phoneNumber: null,
      address: null,
    });
    for (const firstName of [null, '', '  ']) {
      const refused = await admin.patch(`/api/contacts/${id}`, { firstName, lastName: 'Lost' });
      expect(refused.status).toBe(400);
      expect(refused.body.details[0].field).toBe('firstName');
    }
    expect((await admin.get(`/api/contacts/${id}`)).body.data.lastName).toBeNull();
  });

  it('refuses an empty body', async () => {
    const { id } = await admin.createContact();
    for (const body of ['{}', '', undefined, '[]', 'null']) {
      const answer = await admin.patch(`/api/contacts/${id}`, body);
      expect(answer.status).toBe(400);
      expect(answer.body.details[0].field).toBe('body');
    }
  });

  it('links, relinks and unlinks companies', async () => {
    const { id, company } = await admin.createContact({ companyName: 'Acme Inc' });
    const patch = async (body: object) => (await admin.patch(`/api/contacts/${id}`, body)).body.data.company;
    const other = await patch({ companyName: 'Other  Inc' });
    expect(other.name).toBe('Other  Inc');
    expect(await patch({ companyName: 'OTHER INC' })).toEqual(other);
    expect(await patch({ companyId: company.id })).toEqual(company);
    expect(await patch({ lastName: 'Doe' })).toEqual(company);
    expect(await patch({ companyId: null })).toBeNull();
    expect(await patch({ companyId: null, companyName: 'Acme Inc' })).toEqual(company);
    expect(await patch({ companyName: null })).toBeNull();
    const both = await admin.patch(`/api/contacts/${id}`, { companyId: company.id, companyName: 'Acme Inc' });
    expect(both.status).toBe(400);
    expect(both.body.details[0].field).toBe('companyName');
  });

  it('sets flags and visibility', async () => {
    const { id } = await admin.createContact();
    const set = { isConnector: true, isSolutionProvider: true, visibility: 'private' };
    expect((await admin.patch(`/api/contacts/${id}`, set)).body.data).toMatchObject(set);
    expect((await admin.patch(`/api/contacts/${id}`, { isConnector: false })).body.data).toMatchObject({
      ...set,
      isConnector: false,
    });
  });

  it("refuses another contact's email, in any letter case, with its id", async () => {
    const other = await admin.createContact({ email: 'other@people.example' });
    const { id } = await admin.createContact();
    const answer = await admin.patch(`/api/contacts/${id}`, { email: 'OTHER@people.example', firstName: 'Jane' });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'contact_email_taken', existingId: other.id });
    expect((await admin.get(`/api/contacts/${id}`)).body.data.firstName).toBe('Ada');
  });

  it("takes the contact's own email in another letter case", async () => {
    const { id } = await admin.createContact({ email: 'case@people.example' });
    expect((await admin.patch(`/api/contacts/${id}`, { email: 'Case@People.example' })).body.data.email).toBe(
      'Case@People.example',
    );
  });
});

describe('PATCH at the same moment', () => {
  it('of different fields loses none', async () => {
    const { id } = await admin.createContact();
    const changes = [
      { firstName: 'Jane' },
      { lastName: 'Smith' },
      { phoneNumber: '1' },
      { address: 'A' },
      { isConnector: true },
      { isSolutionProvider: true },
      { companyName: 'Parallel Inc' },
    ];
    const answers = await Promise.all(changes.map((change) => admin.patch(`/api/contacts/${id}`, change)));
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
    const { company, ...contact } = (await admin.get(`/api/contacts/${id}`)).body.data;
    expect(contact).toMatchObject(Object.assign({}, ...changes.slice(0, -1)));
    expect(company.name).toBe('Parallel Inc');
  });

  it('of many contacts to one email succeeds once', async () => {
    const contacts = await Promise.all(Array.from({ length: 10 }, () => admin.createContact()));
    const answers = await Promise.all(
      contacts.map(({ id }) => admin.patch(`/api/contacts/${id}`, { email: 'won@people.example' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
  });

  it('as DELETE is done or 404, never a fault', async () => {
    const contacts = await Promise.all(Array.from({ length: 10 }, () => admin.createContact()));
    const statuses = await Promise.all(
      contacts.flatMap(({ id }) => [
        admin.patch(`/api/contacts/${id}`, { lastName: 'Doe' }),
        admin.delete(`/api/contacts/${id}`),
        admin.delete(`/api/contacts/${id}`),
      ]),
    );
    expect(statuses.every(({ status }) => status === 200 || status === 404)).toBe(true);
    const deleted = statuses.filter(({ body }) => body.message === 'Contact deleted successfully');
    expect(deleted.length).toBe(10);
  });
});

describe('a contact whose email an active user has', () => {
  it('is a full user, and its email cannot be changed or cleared', async () => {
    const contact = await admin.createContact({ email: 'member@acme.example' });
    await stack.client({ email: 'Member@Acme.example' });
    const path = `/api/contacts/${contact.id}`;
    expect((await admin.get(path)).body.data.isFullUser).toBe(true);
    for (const email of ['new@acme.example', null]) {
      const answer = await admin.patch(path, { email, firstName: 'Jane' });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        error: 'Email cannot be changed for contacts with active user accounts',
        code: 'contact_email_locked',
        details: [{ field: 'email' }],
      });
    }
    expect((await admin.get(path)).body.data.firstName).toBe('Ada');
  });

  it('takes the same email again, in any letter case, as no change', async () => {
    await stack.client({ email: 'again@acme.example' });
    const { id } = await admin.createContact({ email: 'again@acme.example' });
    for (const email of ['again@acme.example', ' AGAIN@acme.example ']) {
      const answer = await admin.patch(`/api/contacts/${id}`, { email, lastName: 'Doe' });
      expect(answer.status).toBe(200);
      expect(answer.body.data).toMatchObject({ email: 'again@acme.example', lastName: 'Doe', isFullUser: true });
    }
  });
});
