import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

const LIMITS = { firstName: 100, lastName: 100, phoneNumber: 50, address: 500, companyName: 200 };
let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
});
afterAll(() => stack.stop());

let count = 0;
const create = (fields: object) =>
  admin.post('/api/contacts', { email: `text-${count++}@people.example`, firstName: 'Ada', ...fields });

describe('text', () => {
  it.each([
    'محمد بن سلمان',
    'שָׁלוֹם',
    '山田 太郎',
    'Zoë 👩‍👩‍👧‍👦 🏳️‍🌈',
    'e\u0301 combining',
    'Z̸͎̈́a̶lgo',
    'ไทย ลาว',
    '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎',
    'O\'Brien; DROP TABLE "contacts" -- <script>alert(1)</script> \\ % _ {{x}} ${y}',
  ])('is kept as it came: %s', async (text) => {
    const answer = await create({ firstName: text, lastName: text });
    expect(answer.body.data).toMatchObject({ firstName: text, lastName: text });
    const { contacts } = (await admin.get('/api/contacts?limit=1')).body.data;
    expect(contacts[0]).toMatchObject({ firstName: text, lastName: text });
  });

  it('is trimmed, whatever the kind of space', async () => {
    const answer = await create({
      email: '\u00a0 trim@people.example\n',
      firstName: ' \t Ada\u3000',
      lastName: '\u2003King of  Lovelace\r\n',
    });
    expect(answer.body.data).toMatchObject({
      email: 'trim@people.example',
      firstName: 'Ada',
      lastName: 'King of  Lovelace',
    });
  });

  it.each(Object.entries(LIMITS))('%s is measured in characters, not bytes: %i', async (field, limit) => {
    for (const character of ['x', 'é', '😀', '\u0301']) {
      const most = character.repeat(limit);
      expect((await create({ [field]: `  ${most}  ` })).status).toBe(201);
      const answer = await create({ [field]: `${most}${character}` });
      expect(answer.status).toBe(400);
      expect(answer.body.details).toEqual([{ field, message: expect.stringContaining(String(limit)) }]);
    }
  });

  it('of an email is at most 254 characters', async () => {
    const email = (length: number): string =>
      `a@${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(length - 193)}.example`;
    expect(email(254).length).toBe(254);
    expect((await create({ email: email(246) })).status).toBe(201);
    expect((await create({ email: email(255) })).body.details[0].field).toBe('email');
  });

  it.each(['\0', '\u0001', '\u0007', '\u001b[31m', '\n', '\t', '\u007f', '\u0085', '\u009f'])(
    'with the control character %j is refused',
    async (character) => {
      for (const field of ['email', ...Object.keys(LIMITS)]) {
        const answer = await create({ [field]: `a${character}b` });
        expect(answer.status).toBe(400);
        expect(answer.body.details).toEqual([{ field, message: 'must not contain control characters' }]);
      }
    },
  );

  it.each(['\\ud800', 'x\\udc00y', '\\udc00\\ud800'])('with an unpaired surrogate is refused: %s', async (escaped) => {
    const answer = await admin.post('/api/contacts', `{"email":"s@people.example","firstName":"${escaped}"}`);
    expect(answer.status).toBe(400);
    expect(answer.body.details).toEqual([{ field: 'firstName', message: 'must not contain unpaired surrogates' }]);
  });

  it('is held to the same rules on PATCH', async () => {
    const { id } = await admin.createContact();
    const patch = (fields: object) => admin.patch(`/api/contacts/${id}`, fields);
    expect((await patch({ firstName: ' 😀 ' })).body.data.firstName).toBe('😀');
    for (const [field, limit] of Object.entries(LIMITS)) {
      expect((await patch({ [field]: '😀'.repeat(limit) })).status).toBe(200);
      expect((await patch({ [field]: '😀'.repeat(limit + 1) })).body.details[0].field).toBe(field);
      expect((await patch({ [field]: 'a\0b' })).body.details[0].field).toBe(field);
    }
  });
});
