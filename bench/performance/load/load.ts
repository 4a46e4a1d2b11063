// A client in a process of its own: it makes the requests it is told to, over several connections, for some time.
import { HttpConnection } from './http-connection.ts';
import type { LoadOrder, LoadRequest, LoadResult } from './load-order.ts';

process.on('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());

async function run({ url, key, connections, seconds, requests }: LoadOrder): Promise<LoadResult> {
  const next = takeTurns(requests);
  const result = { completed: 0, refused: {} as Record<string, number>, seconds: 0 };
  const started = performance.now();
  const until = started + seconds * 1000;
  const work = async (): Promise<void> => {
    const connection = new HttpConnection(url, key);
    while (performance.now() < until) {
      const request = next();
      if (!request) break;
      const { status } = await connection.request(request.method, request.path, request.body);
      if (status < 300) result.completed += 1;
      else result.refused[status] = (result.refused[status] ?? 0) + 1;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

/** Gives the requests one after another: each kind in turn, each with its next path. */
function takeTurns(kinds: readonly LoadRequest[]): () => { method: string; path: string; body: unknown } | undefined {
  let turn = 0;
  const used = kinds.map(() => 0);
  return () => {
    const at = turn++ % kinds.length;
    const kind = kinds[at];
    const n = used[at] ?? 0;
    used[at] = n + 1;
    if (!kind || (kind.once === true && n >= kind.paths.length)) return undefined;
    const path = kind.paths[n % kind.paths.length] ?? '';
    return { method: kind.method, path, body: bodyOf(kind, n) };
  };
}

function bodyOf({ body, mark = '' }: LoadRequest, n: number): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body).replaceAll('{n}', `${mark}${n}`));
}
