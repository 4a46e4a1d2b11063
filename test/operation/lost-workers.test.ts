import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { serveWebsites, type Page, type Websites } from '../support/website.ts';
import { backends, redisIsAtHand } from './backends.ts';
import { Workers } from './workers.ts';

const html =
  '<!doctype html><title>Acme</title><div class="h-card"><b class="p-name">Ada Byron</b> <i class="p-job-title">CEO</i></div>';
/** How long a lost worker's job may wait for another. */
const RECOVERY_MS = 25_000;
const TEST_MS = 90_000;

type Job = any;

/** What became of a job whose worker something was done to. `at` has the time of each attempt. */
interface Outcome {
  readonly job: Job;
  readonly profile: Record<string, unknown>;
  readonly values: number;
  readonly at: readonly number[];
}

/** A stack whose workers do one job at a time. */
class Scene {
  outcomes: Record<string, Promise<Outcome>> = {};
  bystanders: Promise<Job[]> = Promise.resolve([]);
  frozen: App | undefined;

  private constructor(
    readonly websites: Websites,
    readonly stack: Stack,
    readonly client: Client,
    readonly workers: Workers,
  ) {}

  static async open(settings: Record<string, string>): Promise<Scene> {
    const websites = await serveWebsites({ 'killed.example': {}, 'frozen.example': {} });
    const env = { ...settings, OUTBOUND_CONNECT_TO: websites.connectTo, ENRICHER_CONCURRENCY: '1' };
    const stack = await startStack({ env });
    const workers = new Workers(stack.env);
    await workers.add(4);
    return new Scene(websites, stack, await stack.client(), workers);
  }

  /** Has a job done whose website does something to the worker that reads it. */
  async play(host: string, harm: (worker: App, attempt: number) => void): Promise<Outcome> {
    const at: number[] = [];
    const page: Page = ({ headers }, response) => {
      harm(this.workers.named(headers['user-agent']), at.push(Date.now()));
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
    };
    this.websites.pages[host] = { '/': page };
    const { id } = await this.client.createContact({ email: `ada@${host}`, firstName: 'Ada', lastName: 'Byron' });
    const job = await this.client.enrich(id, undefined, TEST_MS);
    const { profile } = (await this.client.get(`/api/contacts/${id}`)).body.data;
    const written = await this.stack.database.query('SELECT FROM enriched_values WHERE contact_id = $1', [id]);
    return { job, profile, values: written.length, at };
  }

  async close(): Promise<void> {
    await this.workers.stop();
    await this.stack.stop();
    await this.websites.close();
  }
}

const scenes: Record<string, Scene> = {};

async function openScene(name: string, settings: Record<string, string>): Promise<void> {
  const scene = await Scene.open(settings);
  scenes[name] = scene;
  scene.outcomes = {
    killed: scene.play('killed.example', (worker, attempt) => {
      if (attempt === 1) scene.workers.kill(worker);
    }),
    frozen: scene.play('frozen.example', (worker, attempt) => {
      if (attempt > 1) return;
      process.kill(worker.pid, 'SIGSTOP');
      scene.frozen = worker;
    }),
  };
  const contacts = await Promise.all(Array.from({ length: 10 }, () => scene.client.createContact()));
  scene.bystanders = Promise.all(contacts.map(({ id }) => scene.client.enrich(id, undefined, TEST_MS)));
}

beforeAll(() => Promise.all(backends.map((backend) => openScene(backend.name, backend.env()))), TEST_MS);
afterAll(() => Promise.all(Object.values(scenes).map((scene) => scene.close())));

describe.each(backends)('with the queue on $name', ({ name }) => {
  const outcome = async (of: string): Promise<Outcome> => (await scenes[name]!.outcomes[of])!;

  it(
    'other jobs go on meanwhile',
    async () => {
      const jobs = await scenes[name]!.bystanders;
      expect(jobs.map(({ status }) => status)).toEqual(Array(10).fill('succeeded'));
    },
    TEST_MS,
  );

  it(
    "a killed worker's job is done by another, once, and soon",
    async () => {
      const { job, profile, values, at } = await outcome('killed');
      expect(job).toMatchObject({ status: 'succeeded', attempts: 2, error: null });
      expect(values).toBe(Object.keys(profile).length);
      expect(profile).toHaveProperty('jobTitle');
      const waited = at[1]! - at[0]!;
      process.stdout.write(`${name}: a killed worker's job was taken up after ${waited} ms\n`);
      expect(waited).toBeLessThan(RECOVERY_MS);
    },
    TEST_MS,
  );

  it(
    'a frozen worker that wakes up cannot write over the one that took its place',
    async () => {
      const { job, values } = await outcome('frozen');
      expect(job).toMatchObject({ status: 'succeeded', attempts: 2, error: null });
      const { frozen, stack, client } = scenes[name]!;
      process.kill(frozen!.pid, 'SIGCONT');
      expect(await frozen!.stop()).toBe(0);
      const { body } = await client.get(`/api/enrichment-jobs/${job.jobId}`);
      expect(body.data).toEqual(job);
      const now = await stack.database.query('SELECT FROM enriched_values WHERE contact_id = $1', [job.contactId]);
      expect(now).toHaveLength(values);
    },
    TEST_MS,
  );
});

if (!redisIsAtHand) it.skip('with the queue on Redis: REDIS_URL is not set', () => undefined);
