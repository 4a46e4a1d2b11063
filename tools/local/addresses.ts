import type { Config } from '#platform';
import { freePort, isPortFree } from './ports.ts';
import { setting } from './settings.ts';
import { StartError } from './start-error.ts';

/** Where the apps can be reached from this machine. */
export interface Addresses {
  api: string;
  apiPort: number;
  enricher: string;
  enricherPort: number;
}

/**
 * Settles the ports of the apps. The API's is what the user asked for; the enricher's matters to nobody, so it gives
 * way unless ENRICHER_PORT is set. Port 0 stands for any free one.
 * @throws StartError if a port is taken
 */
export async function chooseAddresses({ HOST, PORT, ENRICHER_PORT }: Config): Promise<Addresses> {
  const apiPort = PORT === 0 ? await freePort(HOST) : await requireFree('PORT', PORT, HOST);
  const enricherPort = await chooseEnricherPort(HOST, ENRICHER_PORT, apiPort);
  const host = reachable(HOST);
  const [api, enricher] = [`http://${host}:${apiPort}`, `http://${host}:${enricherPort}`];
  return { api, apiPort, enricher, enricherPort };
}

async function chooseEnricherPort(host: string, port: number, apiPort: number): Promise<number> {
  if (port === 0) return freePort(host);
  if (setting('ENRICHER_PORT') !== undefined) return requireFree('ENRICHER_PORT', port, host);
  return port !== apiPort && (await isPortFree(port, host)) ? port : freePort(host);
}

async function requireFree(variable: string, port: number, host: string): Promise<number> {
  if (await isPortFree(port, host)) return port;
  throw new StartError(`Port ${port} is taken. Choose another: ${variable}=${port + 10} npm start`);
}

function reachable(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
