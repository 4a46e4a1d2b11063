import { expect } from '@jest/globals';
import type { Answer } from '../support/client.ts';

/** Expects a 400 that names the field. */
export function expectRefusal(answer: Answer, field: string): void {
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe('invalid_request');
  expect((answer.body.details as { field: string }[]).map((problem) => problem.field)).toContain(field);
  expect(answer.body.error).toContain(field);
}
