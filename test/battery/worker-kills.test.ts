import { afterAll, beforeAll, describe } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { backends, redisIsAtHand, type Backend } from '../operation/backends.ts';
import { NO_REDIS, notChecked, planted, row, sized, type Finding } from './row.ts';
import { effectsTwice, paidTwice } from './worker-kills/audit.ts';
import { KillScene } from './worker-kills/scene.ts';

const { jobs, kills, workers, others } = sized({
  short: { jobs: 40, kills: 3, workers: 2, others: 20 },
  full: { jobs: 400, kills: 10, workers: 4, others: 100 },
});
const DRAIN_MS = 90_000;
const TEST_MS = 240_000;

interface Load {
  readonly jobs: number;
  readonly kills: number;
  /** How long the jobs have, in milliseconds. */
  readonly drainMs: number;
  /** What a test does to the outcome before it is judged. @returns how to undo it */
  readonly tamper?: () => Promise<() => unknown>;
}

/** Has contacts enriched while workers are killed, and judges what came of it. */
async function surviveKills(scene: KillScene, { jobs, kills, drainMs, tamper }: Load): Promise<Finding> {
  const started = Date.now();
  const asked = await scene.request(jobs);
  const killing = scene.killAlong(jobs, kills);
  const statuses = async () => countByStatus(scene, asked);
  let ended = await statuses();
  while (ended.live > 0 && Date.now() - started < drainMs) {
    await delay(100);
    ended = await statuses();
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  if (ended.live === 0) await killing;
  const undo = await tamper?.();
  const { database } = scene.stack;
  const paid = await paidTwice(database, scene.providers.peopleDataLabs);
  const faults = [
    ...(ended.live > 0 ? [`${ended.live} of ${jobs} jobs have not ended after ${seconds} s`] : []),
    ...(ended.succeeded + ended.live < jobs ? [`${jobs - ended.succeeded - ended.live} jobs have not succeeded`] : []),
    ...(await withoutProfile(scene, asked)),
    ...(await effectsTwice(database)),
    ...paid.faults,
  ];
  await undo?.();
  const measured =
    `${ended.succeeded} of ${jobs} jobs done in ${seconds} s, ${kills} workers killed, ${paid.questions} paid calls, ` +
    `${paid.cut} cut off and counted in full`;
  return { measured, faults };
}

async function countByStatus({ stack }: KillScene, ids: readonly string[]) {
  const [counts] = await stack.database.query<{ live: number; succeeded: number }>(
    `SELECT count(*) FILTER (WHERE status IN ('queued', 'running'))::int AS live,
       count(*) FILTER (WHERE status = 'succeeded')::int AS succeeded
     FROM enrichment_jobs WHERE id = ANY ($1)`,
    [ids],
  );
  return counts!;
}

async function withoutProfile({ stack }: KillScene, ids: readonly string[]): Promise<string[]> {
  const without = await stack.database.query<{ sources: string; calls: string | null }>(
    `SELECT (SELECT string_agg(concat_ws(' ', source, outcome, reason), ', ') FROM enrichment_source_results r
             WHERE r.job_id = j.id) AS sources,
       (SELECT string_agg(concat_ws(' ', operation, p.status, outcome), ', ') FROM provider_calls p
        WHERE p.job_id = j.id) AS calls
     FROM enrichment_jobs j WHERE j.id = ANY ($1) AND j.status = 'succeeded' AND NOT j.options ? 'sources' AND NOT EXISTS (
       SELECT FROM enriched_values v
       WHERE v.contact_id = j.contact_id AND v.field = 'jobTitle' AND v.status = 'written')`,
    [ids],
  );
  return without.map(
    ({ sources, calls }) => `a profile lacks what its job has found; sources: ${sources}; calls: ${calls}`,
  );
}

/** A job that kills whoever runs it, among others: it fails with the reason, and can be asked for again. */
async function endPoison(scene: KillScene, others: number): Promise<Finding> {
  let harmful = true;
  let victims = 0;
  const id = await scene.createPoison((worker) => {
    if (!harmful) return;
    victims += 1;
    scene.workers.kill(worker);
  });
  const { jobId } = (await scene.client.post(`/api/contacts/${id}/enrich`)).body.data;
  const asked = await scene.request(others);
  const job = await scene.client.waitForJob(jobId, TEST_MS);
  const bystanders = await Promise.all(asked.map((other) => scene.client.waitForJob(other, TEST_MS)));
  harmful = false;
  const again = await scene.client.enrich(id, undefined, TEST_MS);
  const failed = bystanders.filter(({ status }) => status !== 'succeeded');
  const faults = [
    ...(job.status === 'failed' && job.error?.code === 'worker_lost' && job.error.message !== ''
      ? []
      : [`the job has ended as ${job.status} with ${JSON.stringify(job.error)}`]),
    ...(victims === 3 ? [] : [`it has killed ${victims} workers`]),
    ...(failed.length > 0 ? [`${failed.length} of ${others} other jobs have failed with it`] : []),
    ...(again.status === 'failed' ? ['asked again, it fails again'] : []),
  ];
  return { measured: `failed as ${job.error?.code} after ${victims} kills; ${others} others succeeded`, faults };
}

/** What one scene shows, one after the other. */
interface Outcomes {
  readonly kills: Promise<Finding>;
  readonly poison: Promise<Finding>;
  readonly closed: Promise<void>;
}

function play(env: Record<string, string>): Outcomes {
  const opened = KillScene.open(env, workers);
  const survived = opened.then((scene) => surviveKills(scene, { jobs, kills, drainMs: DRAIN_MS }));
  const poison = survived.then(async () => endPoison(await opened, others));
  const closed = poison.catch(() => undefined).then(async () => (await opened).close());
  closed.catch(() => undefined);
  return { kills: survived, poison, closed };
}

/** Its rows mostly wait for the leases of the dead: with the test suite, all queues do so at the same time. */
const playing = new Map<string, Outcomes>();
const outcomesOn = (backend: Backend): Outcomes => {
  const outcomes = playing.get(backend.name) ?? play(backend.env());
  playing.set(backend.name, outcomes);
  return outcomes;
};
beforeAll(() => sized({ short: backends, full: [] }).forEach(outcomesOn));
afterAll(() => Promise.all([...playing.values()].map(({ closed }) => closed)), TEST_MS);

for (const backend of backends) {
  const { name } = backend;
  const bar = `${jobs} jobs, kill -9 ×${kills}, on ${name}: all end, nothing twice, within 90 s`;
  row('worker kills', bar, () => outcomesOn(backend).kills, TEST_MS);
  const end = `a job that kills its worker three times fails on ${name}, others go on`;
  row('worker kills', end, () => outcomesOn(backend).poison, TEST_MS);
}

const COPY_A_VALUE = `
  WITH copy AS (
    INSERT INTO enriched_values
      (id, organization_id, contact_id, field, value, confidence, status, inputs, ended_at)
    SELECT gen_random_uuid(), organization_id, contact_id, field, value, confidence, 'superseded', inputs, now()
    FROM enriched_values WHERE field = 'jobTitle' LIMIT 1 RETURNING id, organization_id)
  INSERT INTO evidence (id, organization_id, enriched_value_id, source, quote, fetched_at, confidence)
    SELECT gen_random_uuid(), organization_id, id, 'email', 'x', now(), 0.9 FROM copy`;

describe('on a scene of their own', () => {
  let opened: KillScene;
  beforeAll(async () => {
    opened = await KillScene.open({}, 1);
  }, TEST_MS);
  afterAll(() => opened.close());
  const scene = (): KillScene => opened;
  const small = { jobs: 1, kills: 0, drainMs: 20_000 };

  const query = (sql: string) => scene().stack.database.query(sql);

  planted('worker kills', 'a value that is written twice', () =>
    surviveKills(scene(), {
      ...small,
      tamper: async () => {
        await query(COPY_A_VALUE);
        return () => query(`DELETE FROM enriched_values WHERE status = 'superseded'`);
      },
    }),
  );

  planted('worker kills', 'an event that is told twice', () =>
    surviveKills(scene(), {
      ...small,
      tamper: async () => {
        const [copy] = await query(`
          INSERT INTO enrichment_job_events (organization_id, job_id, type, data)
            SELECT organization_id, job_id, type, data FROM enrichment_job_events
            WHERE data ->> 'status' = 'succeeded' LIMIT 1 RETURNING id`);
        return () => query(`DELETE FROM enrichment_job_events WHERE id = ${String(copy!['id'])}`);
      },
    }),
  );

  planted('worker kills', 'a call that is paid for twice', () =>
    surviveKills(scene(), {
      ...small,
      tamper: async () => {
        const { url, requests } = scene().providers.peopleDataLabs;
        const before = requests.length;
        const { cut } = await paidTwice(scene().stack.database, scene().providers.peopleDataLabs);
        for (let call = 0; call <= cut; call += 1) await fetch(url + requests[0]!.path);
        return () => requests.splice(before);
      },
    }),
  );

  planted('worker kills', 'a job that nobody finishes', () => {
    scene().providers.peopleDataLabs.answer = () => 'never';
    return surviveKills(scene(), { ...small, drainMs: 2000 });
  });
});

if (!redisIsAtHand) notChecked('worker kills', 'kill -9 of enrichers, on Redis', NO_REDIS);
