import type { Bench } from '../stack/bench.ts';
import { newContact } from '../rows/hot-requests.ts';
import type { BareConfig } from './bare-config.ts';
import { templatesOf, type RecordedRequest, type StatementTemplate } from './template.ts';

/** The key check runs its own statements, where it runs any. */
const isOfKeyCheck = (text: string): boolean => text.includes('api_keys');
const WARM_UP = 3;

/** Has the product run each request, and writes down what it sent to the database. */
export async function captureRequests(bench: Bench): Promise<BareConfig> {
  const { server, recorder } = await bench.observed();
  const connection = await bench.connection('big', 'admin', server);
  const capture = async (
    inputsOf: (n: number) => Record<string, string>,
    send: (inputs: Record<string, string>) => Promise<unknown>,
  ): Promise<StatementTemplate[]> => {
    const recorded: RecordedRequest[] = [];
    for (let n = 0; n < WARM_UP + 2; n++) {
      const inputs = inputsOf(n);
      const { statements } = await recorder.record(() => send(inputs));
      recorded.push({ inputs, statements: statements.filter(({ text }) => !isOfKeyCheck(text)) });
    }
    const [one, other] = recorded.slice(-2);
    if (!one || !other) throw new Error('nothing was recorded');
    return templatesOf(one, other);
  };
  const ids = await bench.contactIds('big', WARM_UP + 2);
  const { data } = await connection.json<{ data: Record<string, unknown> }>('GET', '/api/contacts');
  return {
    statements: {
      get: await capture(
        (n) => ({ id: ids[n] ?? '' }),
        ({ id = '' }) => connection.json('GET', `/api/contacts/${id}`),
      ),
      list: await capture(
        () => ({}),
        () => connection.json('GET', '/api/contacts'),
      ),
      create: await capture(
        (n) => newContact(`captured-${n}`),
        (body) => connection.json('POST', '/api/contacts', body),
      ),
    },
    listData: data,
  };
}
