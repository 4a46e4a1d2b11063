import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../support/client.ts';
import type { Finding } from '../row.ts';

/** A key that is good, at a process that is not told when it ends. */
export interface KeyInUse {
  readonly there: Client;
  /** Ends the key, elsewhere. */
  readonly end: () => Promise<unknown>;
}

/** A key that has ended is refused everywhere after this time. */
const EVERYWHERE_MS = 1000;

/** Uses a key without a pause while it is ended, and looks when it is refused. */
export async function refusedInTime({ there, end }: KeyInUse): Promise<Finding> {
  const answers: { sentAt: number; status: number }[] = [];
  let stopped = false;
  const use = async (): Promise<void> => {
    while (!stopped) {
      const sentAt = performance.now();
      answers.push({ sentAt, status: (await there.get('/api/contacts?limit=1')).status });
    }
  };
  const uses = Promise.all([use(), use()]);
  await delay(700);
  await end();
  const endedAt = performance.now();
  await delay(EVERYWHERE_MS + 500);
  stopped = true;
  await uses;
  const before = answers.filter(({ sentAt, status }) => sentAt < endedAt && status === 200);
  const letIn = answers.filter(({ status }) => status !== 401).map(({ sentAt }) => sentAt - endedAt);
  const last = Math.max(0, ...letIn);
  return {
    measured: `${answers.length} requests, the last was let in after ${Math.round(last)} ms`,
    faults: [
      ...(before.length > 0 ? [] : ['the key was never good']),
      ...(last <= EVERYWHERE_MS ? [] : [`let in ${Math.round(last)} ms after its end`]),
    ],
  };
}
