/** A statement as a client sent it. Parameters are in text form; null is NULL. */
export interface Statement {
  /** The name of a prepared statement; empty for one that is prepared for this run only. */
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly (string | null)[];
}

/** The parts of PostgreSQL's protocol 3 that a client's statements are in. */
export interface FrontendEvents {
  statement(statement: Statement): void;
  /** The client now waits for the server: one round trip. */
  sync(): void;
}

/**
 * Reads what a client sends after its start-up message.
 * @see https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export class FrontendReader {
  private pending = Buffer.alloc(0);
  private readonly prepared = new Map<string, string>();
  private bound: Statement | undefined;

  constructor(private readonly events: FrontendEvents) {}

  push(chunk: Buffer): void {
    this.pending = this.pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.pending, chunk]);
    while (this.pending.length >= 5) {
      const length = this.pending.readInt32BE(1);
      if (this.pending.length < length + 1) return;
      this.read(String.fromCharCode(this.pending[0] ?? 0), this.pending.subarray(5, length + 1));
      this.pending = this.pending.subarray(length + 1);
    }
  }

  private read(type: string, body: Buffer): void {
    const fields = new Fields(body);
    if (type === 'P') this.prepared.set(fields.text(), fields.text());
    else if (type === 'B') this.bind(fields);
    else if (type === 'E' && this.bound) this.events.statement(this.bound);
    else if (type === 'S') this.events.sync();
    else if (type === 'Q') {
      this.events.statement({ name: '', text: fields.text(), parameters: [] });
      this.events.sync();
    }
  }

  private bind(fields: Fields): void {
    fields.text(); // the portal
    const name = fields.text();
    const formats = fields.list(() => fields.int16());
    const parameters = fields.list(() => fields.value());
    const isBinary = (index: number): boolean => (formats.length === 1 ? formats[0] : formats[index]) === 1;
    this.bound = {
      ...{ name, text: this.prepared.get(name) ?? '' },
      parameters: parameters.map((value, index) =>
        value === null ? null : isBinary(index) ? `\\x${value.toString('hex')}` : value.toString(),
      ),
    };
  }
}

/** Reads the fields of a message one after another. */
class Fields {
  private at = 0;

  constructor(private readonly body: Buffer) {}

  text(): string {
    const end = this.body.indexOf(0, this.at);
    const text = this.body.toString('utf8', this.at, end);
    this.at = end + 1;
    return text;
  }

  int16(): number {
    this.at += 2;
    return this.body.readInt16BE(this.at - 2);
  }

  /** Null where the length is -1. */
  value(): Buffer | null {
    const length = this.body.readInt32BE(this.at);
    this.at += 4;
    if (length < 0) return null;
    this.at += length;
    return this.body.subarray(this.at - length, this.at);
  }

  list<T>(item: () => T): T[] {
    return Array.from({ length: this.int16() }, item);
  }
}
