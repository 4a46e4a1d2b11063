import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { startStack, type Stack } from '../support/apps.ts';
import { until } from './until.ts';

let stack: Stack;
let other: pg.Client;
beforeAll(async () => {
  // Each side looks once for a deadlock, when it has waited so long: the api when there is one, the other one never.
  stack = await startStack({ env: { PGOPTIONS: '-c deadlock_timeout=3s' } });
  other = new pg.Client({ connectionString: stack.database.url });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await stack.stop();
});

it('a change that the database ends for a deadlock is made all the same', async () => {
  const admin = await stack.client();
  const { id, ownerId } = await admin.createContact({ lastName: 'Before' });
  await other.query(`SET deadlock_timeout = '1min'`);
  await other.query('BEGIN');
  await other.query(
    `INSERT INTO contacts (id, organization_id, owner_id, first_name, email)
     SELECT gen_random_uuid(), organization_id, $1, 'Eve', 'wanted@people.example' FROM contacts WHERE id = $2`,
    [ownerId, id],
  );
  const changing = admin.patch(`/api/contacts/${id}`, { lastName: 'After', email: 'wanted@people.example' });
  const waiting = () =>
    stack.database.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE%contacts%'`,
    );
  await until('the change waits for the email', async () => (await waiting()).length === 1);
  await other.query('SELECT FROM contacts WHERE id = $1 FOR UPDATE', [id]);
  await other.query('ROLLBACK');
  const { status, body } = await changing;
  expect([status, body.data.lastName, body.data.email]).toEqual([200, 'After', 'wanted@people.example']);
});
