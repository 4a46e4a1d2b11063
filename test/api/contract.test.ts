import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

/** The contract's own examples. */
const EXAMPLES = {
  list: `curl -X GET "https://beta-api.introzy.com/api/contacts?search=john&limit=10" \\
-H "Authorization: Bearer introzy_your_api_key"`,
  create: `curl -X POST "https://beta-api.introzy.com/api/contacts" \\
-H "Authorization: Bearer introzy_your_api_key" \\
-H "Content-Type: application/json" \\
-d '{
"email": "jane@acme.com",
"firstName": "Jane",
"lastName": "Smith",
"companyName": "Acme Inc"
}'`,
  update: `curl -X PATCH "https://beta-api.introzy.com/api/contacts/550e8400-e29b-41d4-a716-446655440000" \\
-H "Authorization: Bearer introzy_your_api_key" \\
-H "Content-Type: application/json" \\
-d '{"phoneNumber": "+1 555-123-4567"}'`,
  enrich: `curl -X POST "https://beta-api.introzy.com/api/contacts/550e8400-e29b-41d4-a716-446655440000/enrich" \\
-H "Authorization: Bearer introzy_your_api_key"`,
};

let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
  await stack.database.query(
    `INSERT INTO contacts (id, organization_id, owner_id, email, first_name, last_name)
     SELECT '550e8400-e29b-41d4-a716-446655440000', organization_id, id, 'john@acme.com', 'John', 'Doe' FROM users`,
  );
});
afterAll(() => stack.stop());

/** Runs an example in a shell, verbatim but for host and key. */
async function run(example: string): Promise<{ status: number; body: any }> {
  const command = example
    .replace('https://beta-api.introzy.com', stack.api.url)
    .replace('introzy_your_api_key', admin.key ?? '');
  const child = spawn('sh', ['-c', `${command} -sS -w '\\n%{http_code}'`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const cut = output.lastIndexOf('\n');
  return { status: Number(output.slice(cut)), body: JSON.parse(output.slice(0, cut)) };
}

describe("the contract's curl examples", () => {
  it('list contacts with a search', async () => {
    const { status, body } = await run(EXAMPLES.list);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      contacts: [{ email: 'john@acme.com' }],
      total: 1,
      limit: 10,
      offset: 0,
      hasMore: false,
    });
  });

  it('create a contact with its company', async () => {
    const { status, body } = await run(EXAMPLES.create);
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      email: 'jane@acme.com',
      firstName: 'Jane',
      lastName: 'Smith',
      company: { name: 'Acme Inc' },
    });
    const again = await run(EXAMPLES.create);
    expect([again.status, again.body.error]).toEqual([
      409,
      'Contact with this email already exists in your organization',
    ]);
  });

  it('update a contact', async () => {
    const { status, body } = await run(EXAMPLES.update);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ firstName: 'John', phoneNumber: '+1 555-123-4567' });
  });

  it('trigger enrichment', async () => {
    const { status, body } = await run(EXAMPLES.enrich);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: {
        contactId: '550e8400-e29b-41d4-a716-446655440000',
        contactName: 'John Doe',
        contactEmail: 'john@acme.com',
      },
      message: 'Enrichment job created for John Doe',
    });
  });
});
