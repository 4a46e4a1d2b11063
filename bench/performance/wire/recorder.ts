import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { FrontendReader, type Statement } from './frontend-messages.ts';
import { EXPLAIN_EVERYTHING, PlanReader, type ExecutedPlan } from './plan.ts';

/** What passed between the api and the database. */
interface Recording {
  readonly statements: Statement[];
  readonly plans: ExecutedPlan[];
  /** How often the api waited for the database. */
  roundTrips: number;
}

/** Stands between the api and the database, and writes down what it sees. It changes nothing but the session's settings. */
export interface WireRecorder {
  /** The database's address, by way of the recorder. */
  readonly url: string;
  /** Records what happens while `work` runs. */
  record(work: () => Promise<unknown>): Promise<Recording>;
  close(): Promise<void>;
}

const APPLICATION = /application_name\0(?<name>[^\0]*)\0/;

/**
 * Listens on a port of its own for connections to a database.
 * @param databaseUrl of a role that may load libraries into its session, hence a superuser
 * @param application whose connections are recorded; those of the queue, for one, only pass
 */
export async function recordWire(databaseUrl: string, application: string): Promise<WireRecorder> {
  const target = new URL(databaseUrl);
  let recording: Recording | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port || 5432), noDelay: true });
    client.setNoDelay(true);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    relay(client, upstream, application, () => recording);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: (server.address() as AddressInfo).port })
      .href,
    record: async (work) => {
      const own: Recording = { statements: [], plans: [], roundTrips: 0 };
      recording = own;
      await work().finally(() => (recording = undefined));
      return own;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function relay(client: Socket, upstream: Socket, application: string, current: () => Recording | undefined): void {
  const statements = new FrontendReader({
    statement: (statement) => current()?.statements.push(statement),
    sync: () => {
      const recording = current();
      if (recording) recording.roundTrips += 1;
    },
  });
  const plans = new PlanReader((plan) => current()?.plans.push(plan));
  client.once('data', (first) => {
    const isRecorded = APPLICATION.exec(first.toString())?.groups?.['name'] === application;
    upstream.write(isRecorded ? withOption(first, EXPLAIN_EVERYTHING) : first);
    client.on('data', (chunk) => {
      if (isRecorded) statements.push(chunk);
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (isRecorded) plans.push(chunk);
      client.write(chunk);
    });
  });
}

/** The start-up message with command-line options for the session: it is its length, the version, and pairs of texts. */
function withOption(startup: Buffer, options: string): Buffer {
  const extended = Buffer.concat([startup.subarray(0, -1), Buffer.from(`options\0${options}\0\0`)]);
  extended.writeInt32BE(extended.length, 0);
  return extended;
}
