import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../support/client.ts';
import { atOnce } from '../at-once.ts';

/** What the api has confirmed of a contact. Its address tells how often it was changed. */
interface WrittenContact {
  readonly id: string;
  confirmed: number;
  tried: number;
}

const CHANGES = 4;
/** While the api is away, a client asks again after this time. */
const PAUSE_MS = 20;

/** Clients that create contacts, change them and ask for enrichment, and remember everything that was acknowledged. */
export class Writers {
  readonly contacts: WrittenContact[] = [];
  readonly jobs: string[] = [];
  readonly failures: string[] = [];
  acknowledged = 0;
  private running = true;
  private readonly lanes: Promise<unknown>;

  constructor(
    private readonly client: Client,
    count: number,
  ) {
    this.lanes = Promise.all(Array.from({ length: count }, () => this.write()));
  }

  /** Resolves when what is under way has been answered. */
  async stop(): Promise<void> {
    this.running = false;
    await this.lanes;
  }

  /** Asks for everything that was acknowledged. @returns a sentence for each that is lost */
  async lost(reader: Client): Promise<string[]> {
    const ofContacts = await atOnce(8, this.contacts, async ({ id, confirmed, tried }) => {
      const { status, body } = await reader.get(`/api/contacts/${id}`);
      if (status !== 200) return [`contact ${id}, which was created, is answered with ${status}`];
      const found = Number(/\d+$/.exec(String(body.data.address))?.[0] ?? 0);
      if (found >= confirmed && found <= tried) return [];
      return [`contact ${id} was changed ${confirmed} times, of which ${found} are there`];
    });
    const ofJobs = await atOnce(8, this.jobs, async (jobId) => {
      const { status } = await reader.get(`/api/enrichment-jobs/${jobId}`);
      return status === 200 ? [] : [`job ${jobId}, which was requested, is answered with ${status}`];
    });
    return [...ofContacts.flat(), ...ofJobs.flat()];
  }

  private async write(): Promise<void> {
    while (this.running) {
      const email = `writer-${Math.random().toString(36).slice(2)}@people.example`;
      const created = await this.attempt('POST', '/api/contacts', { email, firstName: 'Ada' }, 201);
      if (!created) continue;
      const contact: WrittenContact = { id: created.data.id, confirmed: 0, tried: 0 };
      this.contacts.push(contact);
      await this.change(contact);
    }
  }

  private async change(contact: WrittenContact): Promise<void> {
    const path = `/api/contacts/${contact.id}`;
    for (let change = 1; change <= CHANGES && this.running; change += 1) {
      contact.tried = change;
      if (await this.attempt('PATCH', path, { address: `Street ${change}` })) contact.confirmed = change;
    }
    const requested = await this.attempt('POST', `${path}/enrich`);
    if (requested) this.jobs.push(requested.data.jobId);
  }

  /** @returns the body of an answer that acknowledges, undefined where there was another or none */
  private async attempt(method: string, path: string, body?: object, status = 200): Promise<any> {
    try {
      const answer = await this.client.send(method, path, body);
      if (answer.status === status) {
        this.acknowledged += 1;
        return answer.body;
      }
      this.failures.push(`${method} ${path}: ${answer.status}`);
    } catch (error) {
      this.failures.push(`${method} ${path}: ${String((error as Error).cause ?? error)}`);
    }
    await delay(PAUSE_MS);
    return undefined;
  }
}
