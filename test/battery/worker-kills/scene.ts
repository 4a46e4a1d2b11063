import { setTimeout as delay } from 'node:timers/promises';
import { startStack, type App, type Stack } from '../../support/apps.ts';
import type { Client } from '../../support/client.ts';
import { peopleDataLabsAnswer, servePaidProviders, type PaidProviders } from '../../support/paid-providers.ts';
import { serveWebsites, type Websites } from '../../support/website.ts';
import { createAt, createCompany } from '../../enrichment/paid-companies.ts';
import { Workers } from '../../operation/workers.ts';
import { atOnce } from '../at-once.ts';

/** The providers' limit is 100 people a minute over all workers, repeated calls included. */
const MAX_PAID = 80;
/** Long enough for most kills to meet calls that are under way. */
const ANSWER_MS = 150;
const CONTACTS_OF_A_COMPANY = 4;
const REQUESTS_AT_ONCE = 16;

/** A stack with a paid provider, whose workers are killed. */
export class KillScene {
  private constructor(
    readonly providers: PaidProviders,
    readonly websites: Websites,
    readonly stack: Stack,
    readonly client: Client,
    readonly workers: Workers,
  ) {}

  /** @param settings of the queue */
  static async open(settings: Record<string, string>, workerCount: number): Promise<KillScene> {
    const providers = await servePaidProviders();
    const answer = peopleDataLabsAnswer();
    providers.peopleDataLabs.answer = async (request) => {
      await delay(ANSWER_MS);
      return answer(request);
    };
    const websites = await serveWebsites({ 'poison.example': {} });
    const stack = await startStack({
      env: {
        ...providers.env,
        ENRICHMENT_SOURCES: 'email,company_website,people_data_labs',
        // A machine that is busy with everything at once must not count as a fault of the provider.
        PROVIDER_TIMEOUT_MS: '30000',
        OUTBOUND_CONNECT_TO: websites.connectTo,
        ...settings,
      },
    });
    const workers = new Workers(stack.env);
    await workers.add(workerCount);
    return new KillScene(providers, websites, stack, await stack.client(), workers);
  }

  /** Asks for so many contacts to be enriched, some of them for money. @returns the ids of their jobs */
  async request(jobs: number): Promise<string[]> {
    const companies = await atOnce(REQUESTS_AT_ONCE, Array(Math.ceil(jobs / CONTACTS_OF_A_COMPANY)), () =>
      createCompany(this.client),
    );
    const contacts = await atOnce(REQUESTS_AT_ONCE, Array(jobs), (_, at) =>
      createAt(this.client, `Ada${at}`, {}, companies[Math.floor(at / CONTACTS_OF_A_COMPANY)]),
    );
    const everySoMany = Math.ceil(jobs / MAX_PAID);
    return atOnce(REQUESTS_AT_ONCE, contacts, async ({ id }, at) => {
      const sources = at % everySoMany === 0 ? undefined : ['email', 'company_website'];
      const { body } = await this.client.post(`/api/contacts/${id}/enrich`, { sources });
      return body.data.jobId as string;
    });
  }

  /** Kills random workers, one each time that a further part of the jobs has ended. */
  async killAlong(jobs: number, kills: number): Promise<void> {
    for (let kill = 1; kill <= kills; kill += 1) {
      while ((await this.ended()) < (jobs * kill) / (kills + 2)) await delay(50);
      const { alive } = this.workers;
      this.workers.kill(alive[Math.floor(Math.random() * alive.length)]!);
    }
  }

  /** A contact whose website does something to every worker that reads it. @returns its id */
  async createPoison(harm: (worker: App) => void): Promise<string> {
    this.websites.pages['poison.example'] = {
      '/': ({ headers }, response) => {
        harm(this.workers.named(headers['user-agent']));
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Poison</title>');
      },
    };
    return (await this.client.createContact({ email: 'ada@poison.example', lastName: 'Byron' })).id;
  }

  async close(): Promise<void> {
    await this.workers.stop();
    await this.stack.stop();
    await Promise.all([this.websites.close(), this.providers.close()]);
  }

  private async ended(): Promise<number> {
    const [row] = await this.stack.database.query<{ count: number }>(
      `SELECT count(*)::int FROM enrichment_jobs WHERE status NOT IN ('queued', 'running')`,
    );
    return row!.count;
  }
}
