import { createServer } from 'node:net';
import { errorCode, StartError } from './start-error.ts';

/** Opens the port and closes it again. Resolves to the number, which matters for port 0 (any free one). */
function tryPort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

/** A port on `host` that nobody listens on at this moment. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return tryPort(0, host);
}

/**
 * Whether nobody listens on the port.
 * @throws StartError if this user may not open it, or `host` is not an address of this machine
 */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  try {
    await tryPort(port, host);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return false;
    throw new StartError(`Cannot listen on port ${port} of ${host} (${errorCode(error)}).`);
  }
}
