import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** For tests: the outside world, as a real HTTP server on loopback. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** What was asked for, as `GET host/path`, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function startLoopbackServer(listener: RequestListener): Promise<LoopbackServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.headers.host}${request.url}`);
    listener(request, response);
  });
  const port = await listen(server);
  return { port, origin: `http://127.0.0.1:${port}`, requests, close: () => closeServer(server) };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.on('connection', (socket: Socket) => socket.on('error', () => socket.destroy()));
  return (server.address() as AddressInfo).port;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
