import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

/** Below the 5 s after which Node's HTTP server ends an idle connection. */
const IDLE_MS = 3000;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection, one request at a time. It does as little as a client can, so that what is measured is the
 * server; it understands answers with a Content-Length only.
 */
export class HttpConnection {
  private socket: Socket | undefined;
  private usedAt = 0;
  private received: Buffer[] = [];
  private waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | undefined;
  private readonly target: URL;
  /** What every request's head says. */
  private readonly headers: string;

  /** @param key the API key that is sent with each request */
  constructor(baseUrl: string, key: string) {
    this.target = new URL(baseUrl);
    this.headers = `Host: ${this.target.host}\r\nAuthorization: Bearer ${key}\r\n`;
  }

  /** @param body sent as JSON @throws Error where the connection breaks, or the answer has no Content-Length */
  async request(method: string, path: string, body?: unknown): Promise<Reply> {
    const socket = await this.connected();
    const text = body === undefined ? '' : JSON.stringify(body);
    const type = body === undefined ? '' : 'Content-Type: application/json\r\n';
    const length = method === 'GET' ? '' : `Content-Length: ${Buffer.byteLength(text)}\r\n`;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      socket.write(`${method} ${path} HTTP/1.1\r\n${this.headers}${type}${length}\r\n${text}`);
    });
  }

  /** The parsed answer. @throws Error for any status but 200 and 201 */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await this.request(method, path, body);
    if (reply.status === 200 || reply.status === 201) return JSON.parse(reply.body.toString()) as T;
    throw new Error(`${method} ${path}: ${reply.status} ${reply.body.toString().slice(0, 300)}`);
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private async connected(): Promise<Socket> {
    const isStale = performance.now() - this.usedAt > IDLE_MS;
    const socket = isStale || this.socket?.destroyed !== false ? await this.connect() : this.socket;
    this.usedAt = performance.now();
    return socket;
  }

  private async connect(): Promise<Socket> {
    this.close();
    const socket = connect({ host: this.target.hostname, port: Number(this.target.port), noDelay: true });
    await once(socket, 'connect');
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => {
      if (this.socket === socket) this.fail(new Error('the server closed the connection'));
    });
    this.socket = socket;
    this.received = [];
    return socket;
  }

  private take(chunk: Buffer): void {
    this.received.push(chunk);
    const all = this.received.length === 1 ? chunk : Buffer.concat(this.received);
    this.received = [all];
    const headEnd = all.indexOf(END_OF_HEAD);
    if (headEnd < 0) return;
    const head = all.toString('latin1', 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      this.fail(new Error('an answer without Content-Length'));
      return;
    }
    const bodyStart = headEnd + END_OF_HEAD.length;
    if (all.length < bodyStart + Number(length)) return;
    this.received = [];
    this.usedAt = performance.now();
    const reply = { status: Number(head.slice(9, 12)), body: all.subarray(bodyStart, bodyStart + Number(length)) };
    this.waiting?.resolve(reply);
    this.waiting = undefined;
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = undefined;
    this.socket?.destroy();
  }
}
