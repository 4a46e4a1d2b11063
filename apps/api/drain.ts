import { Server as TcpServer, type Socket } from 'node:net';
import type { Server } from 'node:http';

/** How long an idle keep-alive connection is left open for a request that may already be on its way. */
const IDLE_GRACE_MS = 1000;
const POLL_MS = 20;

/**
 * Stops an HTTP server without failing a request: it takes no new connections, tells the client of every further
 * response to close the connection, and closes what stays idle. Node's own `close()` resets idle connections at once,
 * on which a request may just be arriving.
 * @returns a function that drains the server; it resolves when all connections are gone, or after `graceMs`
 */
export function drainable(server: Server): (graceMs: number) => Promise<void> {
  const busy = new Map<Socket, number>();
  let draining = false;
  server.on('connection', (socket: Socket) => {
    busy.set(socket, 0);
    socket.once('close', () => busy.delete(socket));
  });
  server.prependListener('request', (request, response) => {
    const { socket } = request;
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    if (draining) response.setHeader('Connection', 'close');
    response.once('close', () => {
      if (busy.has(socket)) busy.set(socket, (busy.get(socket) ?? 1) - 1);
    });
  });
  return async (graceMs) => {
    draining = true;
    TcpServer.prototype.close.call(server);
    const started = Date.now();
    while (busy.size > 0 && Date.now() - started < graceMs) {
      if (Date.now() - started > IDLE_GRACE_MS) {
        for (const [socket, requests] of busy) if (requests === 0) socket.destroy();
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    for (const socket of busy.keys()) socket.destroy();
  };
}
