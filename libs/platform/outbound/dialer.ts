import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.ts';
import { OutboundError } from './outbound-error.ts';

/** Gives every address of a host name, best first, in canonical text form; rejects or gives none if there is none. */
export type HostResolver = (host: string) => Promise<readonly string[]>;

/** Where a host is really dialled, whatever its name resolves to and whatever port the URL has. */
export interface DialTarget {
  readonly address: string;
  readonly port: number;
}

export interface DialerOptions {
  readonly policy: AddressPolicy;
  /** Keys are lower-case host names. An explicit target needs no allowed network: the operator named it. */
  readonly connectTo: ReadonlyMap<string, DialTarget>;
  readonly resolver?: HostResolver;
  /** Milliseconds for name resolution, TCP and TLS together. */
  readonly connectTimeout: number;
}

type Connect = ReturnType<typeof buildConnector>;
type ConnectOptions = Parameters<Connect>[0];
/** undici's types leave out that the socket is returned, which is needed to cut it at the time-out. */
type ConnectSocket = (...parameters: Parameters<Connect>) => Socket;

/** Trying more would only lengthen the wait: a host with four dead addresses is down. */
const maxAddresses = 4;

const resolveBySystem: HostResolver = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Opens undici's sockets. A name is resolved once, the answer is filtered, and exactly the vetted address is dialled,
 * so that neither an IP literal (for which Node calls no lookup hook) nor a resolver that changes its answer gets past.
 */
export class Dialer {
  private readonly connectSocket = buildConnector({ timeout: 0, allowH2: false, keepAlive: false }) as ConnectSocket;
  private readonly pending = new Set<Socket>();
  private closed = false;

  constructor(private readonly options: DialerOptions) {}

  /** undici's connector interface. Errors are `OutboundError`s. */
  readonly connect: Connect = (options, callback) => {
    this.open(options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error as Error, null),
    );
  };

  /** Cuts the connections that are still being made. */
  close(): void {
    this.closed = true;
    for (const socket of this.pending) socket.destroy();
  }

  private async open(options: ConnectOptions): Promise<Socket> {
    const deadline = Date.now() + this.options.connectTimeout;
    const targets = await this.targets(options);
    let failure = new OutboundError('dns_failed');
    for (const [index, target] of targets.entries()) {
      const remaining = deadline - Date.now();
      if (remaining <= 0) throw new OutboundError('timed_out');
      try {
        return await this.dial(options, target, remaining / (targets.length - index));
      } catch (error) {
        failure = error as OutboundError;
        // A server that answered, but not with a certificate to trust, answers the same at its next address.
        if (failure.code === 'tls_failed' || this.closed) break;
      }
    }
    throw failure;
  }

  private async targets(options: ConnectOptions): Promise<DialTarget[]> {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    const explicit = this.options.connectTo.get(host.replace(/\.$/, ''));
    if (explicit) return [explicit];
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const addresses = isIP(host) ? [host] : await this.resolve(host);
    const allowed = addresses.filter((address) => this.options.policy.allows(address)).slice(0, maxAddresses);
    if (!allowed.length) throw new OutboundError(addresses.length ? 'address_not_allowed' : 'dns_failed');
    return allowed.map((address) => ({ address, port }));
  }

  private async resolve(host: string): Promise<readonly string[]> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new OutboundError('timed_out')), this.options.connectTimeout);
    });
    try {
      return await Promise.race([(this.options.resolver ?? resolveBySystem)(host), timeout]);
    } catch (error) {
      throw error instanceof OutboundError ? error : new OutboundError('dns_failed', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  private dial(options: ConnectOptions, target: DialTarget, timeout: number): Promise<Socket> {
    if (this.closed) return Promise.reject(new OutboundError('aborted'));
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    // An empty server name would make undici derive one; a literal has none (RFC 6066 §3).
    const servername = isIP(host) ? undefined : (options.servername ?? host.replace(/\.$/, ''));
    return new Promise((resolve, reject) => {
      let reached = false;
      const dialled = { ...options, hostname: target.address, port: String(target.port), servername };
      const socket = this.connectSocket(dialled, (...[error]) => {
        settle();
        if (!error) {
          resolve(socket);
          return;
        }
        const failed = reached && options.protocol === 'https:' ? 'tls_failed' : 'connect_failed';
        reject(error instanceof OutboundError ? error : new OutboundError(failed, { cause: error }));
      });
      const timer = setTimeout(() => socket.destroy(new OutboundError('timed_out')), timeout);
      const cut = () => {
        settle();
        reject(new OutboundError(this.closed ? 'aborted' : 'connect_failed'));
      };
      const settle = () => {
        clearTimeout(timer);
        this.pending.delete(socket);
        socket.off('close', cut);
      };
      this.pending.add(socket);
      socket.once('close', cut).once('connect', () => {
        reached = true;
      });
    });
  }
}
