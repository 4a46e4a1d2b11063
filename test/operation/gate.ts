import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be shut: for the processes behind it, the server is stopped and later started again. */
export interface Gate {
  readonly port: number;
  /** Cuts all connections and refuses further ones. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** From now on swallows every byte, of connections that are open and of new ones, as a network that is cut does. */
  freeze(): void;
  /** From now on swallows every byte of new connections alone, as a pooler does whose places are taken. */
  jam(): void;
  /** Holds every byte back, of connections that are open, until it lets them all go on. */
  hold(): () => void;
  /** Lets further connections through; on those from before nothing will ever come. */
  thaw(): void;
}

/** Opens a gate on a port of its own that leads to a server. */
export async function gateTo(host: string, port: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  let frozen = false;
  const cut = (...pair: Socket[]): void => {
    for (const socket of pair) socket.unpipe().resume();
  };
  const server = createServer((near) => {
    const far = connect(port, host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    if (frozen) cut(near, far);
    else {
      near.pipe(far).pipe(near);
      const pair = [near, far] as const;
      pairs.add(pair);
      near.on('close', () => pairs.delete(pair));
    }
  });
  const listen = async (on: number): Promise<void> => {
    server.listen(on, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    open: () => listen(own),
    freeze: () => {
      frozen = true;
      cut(...sockets);
    },
    jam: () => {
      frozen = true;
    },
    hold: () => {
      frozen = true;
      for (const pair of pairs) for (const socket of pair) socket.unpipe();
      return () => {
        frozen = false;
        for (const [near, far] of pairs) near.pipe(far).pipe(near);
      };
    },
    thaw: () => {
      frozen = false;
    },
    shut: async () => {
      if (!server.listening) return;
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
