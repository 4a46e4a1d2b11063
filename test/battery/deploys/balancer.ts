import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** A load balancer for TCP connections. */
export interface Balancer {
  readonly url: string;
  /** Where new connections go; those that are open stay where they are. */
  sendTo(url: string): void;
  close(): Promise<void>;
}

/** Starts a balancer on a free port. */
export async function balanceTo(first: string): Promise<Balancer> {
  let target = new URL(first);
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sendTo: (url) => {
      target = new URL(url);
    },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
