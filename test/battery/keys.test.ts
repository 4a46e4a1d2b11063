import { afterAll, beforeAll } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import { row } from './row.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

row('keys', 'twelve malformed headers are 401', async () => {
  const answer = await stack.clientWithKey('nonsense').get('/api/contacts');
  return { measured: `${answer.status}`, faults: answer.status === 401 ? [] : ['let in'] };
});
