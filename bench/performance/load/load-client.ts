import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { LoadOrder, LoadResult } from './load-order.ts';

/** A process that puts load on servers, order by order. */
export interface LoadClient {
  /** @returns requests per second @throws Error where a request was refused */
  perSecond(order: LoadOrder): Promise<number>;
  stop(): Promise<void>;
}

export function startLoadClient(): LoadClient {
  const child = fork(resolve('dist/bench/performance/load/load.js'));
  const ended = once(child, 'exit');
  return {
    perSecond: async (order) => {
      child.send(order);
      const died = ended.then(() => Promise.reject(new Error('the load client died')));
      const [result] = (await Promise.race([once(child, 'message'), died])) as [LoadResult];
      const refused = Object.entries(result.refused).map(([status, count]) => `${count} × ${status}`);
      if (refused.length > 0) throw new Error(`requests were refused: ${refused.join(', ')}`);
      return result.completed / result.seconds;
    },
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}
