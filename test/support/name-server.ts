import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What a made-up name server knows of a name; a name that it does not know does not exist. */
export interface NameRecords {
  readonly mx?: readonly (readonly [priority: number, exchange: string])[];
  /** IPv4. */
  readonly a?: readonly string[];
  /** `fail`: SERVFAIL; `silent`: no answer at all. */
  readonly fault?: 'fail' | 'silent';
}

/** A name server on loopback (RFC 1035, UDP only). */
export interface NameServer {
  /** For DNS_SERVERS. */
  readonly address: string;
  /** Names that were asked for, each once or more. */
  readonly asked: string[];
  close(): Promise<void>;
}

const types = { a: 1, mx: 15 };
const codes = { ok: 0, fail: 2, unknown: 3 };

export async function serveNames(names: Readonly<Record<string, NameRecords>>): Promise<NameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const { name, end } = readName(query);
    asked.push(name);
    const known = names[name];
    if (known?.fault === 'silent') return;
    const question = query.subarray(12, end + 4);
    const answers = known ? records(known, query.readUInt16BE(end)) : [];
    const code = known?.fault ? codes.fail : known ? codes.ok : codes.unknown;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    socket.send(Buffer.concat([header, question, ...answers]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    ...{ address: `127.0.0.1:${socket.address().port}`, asked },
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function records({ mx = [], a = [] }: NameRecords, type: number): Buffer[] {
  if (type === types.mx) {
    return mx.map(([priority, exchange]) =>
      record(type, Buffer.concat([Buffer.from([0, priority]), encode(exchange)])),
    );
  }
  return type === types.a ? a.map((address) => record(type, Buffer.from(address.split('.').map(Number)))) : [];
}

/** A record on the name of the question, to which 0xc00c points; it lives for a minute. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}

function encode(name: string): Buffer {
  const labels = name.split('.').filter(Boolean);
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}
