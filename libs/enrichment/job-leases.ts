import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, hotQuery, type Config } from '#platform';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { workersLost } from './operation/metrics.ts';
import type { EnrichmentOptions } from './planning/options.ts';

/** A worker that has not renewed its lease for this long is taken for dead. */
const LEASE_MS = 15_000;
const RENEW_EVERY_MS = LEASE_MS / 3;

/** The exclusive right to finish a job. */
export interface Lease {
  readonly jobId: string;
  readonly organizationId: string;
  readonly contactId: string;
  readonly token: string;
  readonly attempt: number;
  readonly options: EnrichmentOptions;
  readonly requestedAt: Date;
  /** Of the request for the job. */
  readonly traceparent: string | null;
}

/** What a worker that was handed a job's id is to do with it. */
export type ClaimResult =
  | { readonly claim: 'leased'; readonly lease: Lease }
  /** Another worker has it; ask again when its lease has run out. */
  | { readonly claim: 'held'; readonly retryAfterMs: number }
  /** It has ended, or was erased. */
  | { readonly claim: 'ended' };

interface ClaimedRow {
  readonly organization_id: string;
  readonly contact_id: string;
  readonly attempts: number;
  readonly options: EnrichmentOptions;
  readonly created_at: Date;
  readonly traceparent: string | null;
}

/** One that was tried as often as it may be is left to {@link JobLeases.failLost}. */
const CLAIM = `
  UPDATE enrichment_jobs SET status = 'running', attempts = attempts + 1, started_at = coalesce(started_at, now()),
    lease_token = $2, lease_expires_at = now() + $3 * interval '1 ms'
  WHERE id = $1
    AND (status = 'queued' OR (status = 'running' AND lease_expires_at < now() AND attempts < $4))
  RETURNING organization_id, contact_id, attempts, options, created_at, traceparent`;

const WORKER_LOST = `The worker was lost while running this job, as often as it may be tried`;

/** Gives each job to one worker at a time, by leases in the job's own row. */
@Injectable()
export class JobLeases {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Takes a job that waits, or whose worker is dead. Counts as an attempt. */
  async claim(jobId: string): Promise<ClaimResult> {
    const token = randomUUID();
    const [row] = await hotQuery<ClaimedRow>(this.dataSource, CLAIM, [
      ...[jobId, token, LEASE_MS, this.config.ENRICHMENT_ATTEMPTS],
    ]);
    if (!row) {
      await this.failLost(jobId);
      return this.heldOrEnded(jobId);
    }
    const { organization_id: organizationId, contact_id: contactId, attempts: attempt, options } = row;
    const lease = {
      jobId,
      organizationId,
      contactId,
      token,
      attempt,
      options,
      requestedAt: row.created_at,
      traceparent: row.traceparent,
    };
    return { claim: 'leased', lease };
  }

  /**
   * Renews a lease until stopped.
   * @param onLost called once the job is no longer ours: cancelled, erased or given to another worker
   * @returns stops the renewal
   */
  keep(lease: Lease, onLost: () => void): () => void {
    const timer = setInterval(() => {
      this.renew(lease).then(
        (held) => {
          if (held) return;
          clearInterval(timer);
          onLost();
        },
        // The database may be back before the lease runs out; if not, the final write finds out.
        () => undefined,
      );
    }, RENEW_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }

  /**
   * Gives up a job after a fault. It waits to be tried again, or has failed for good where all attempts are used.
   * @returns whether it is to be tried again
   */
  async release(lease: Lease, fault: { readonly code: string; readonly message: string }): Promise<boolean> {
    const last = lease.attempt >= this.config.ENRICHMENT_ATTEMPTS;
    await this.dataSource.query(
      `UPDATE enrichment_jobs SET status = $3, lease_token = NULL, lease_expires_at = NULL, error_code = $4, error = $5,
         finished_at = CASE WHEN $3 = 'failed' THEN now() END
       WHERE id = $1 AND status = 'running' AND lease_token = $2`,
      [lease.jobId, lease.token, last ? 'failed' : 'queued', fault.code, fault.message],
    );
    return !last;
  }

  /** Hands a job back untouched because this worker is stopping: the attempt does not count. */
  async handBack(lease: Lease): Promise<void> {
    await this.dataSource.query(
      `UPDATE enrichment_jobs SET status = 'queued', lease_token = NULL, lease_expires_at = NULL, attempts = attempts - 1
       WHERE id = $1 AND status = 'running' AND lease_token = $2`,
      [lease.jobId, lease.token],
    );
  }

  /** Fails jobs (one, or all) whose worker is dead and whose attempts are used up: they may be what kills workers. */
  async failLost(jobId?: string): Promise<void> {
    const [, failed] = await this.dataSource.query<[unknown, number]>(
      `UPDATE enrichment_jobs SET status = 'failed', finished_at = now(), lease_token = NULL, lease_expires_at = NULL,
         error_code = 'worker_lost', error = $3
       WHERE id IN (
         SELECT id FROM enrichment_jobs
         WHERE status = 'running' AND lease_expires_at < now() AND attempts >= $1 AND ($2::text IS NULL OR id = $2)
         ORDER BY id FOR NO KEY UPDATE)`,
      [this.config.ENRICHMENT_ATTEMPTS, jobId ?? null, WORKER_LOST],
    );
    workersLost.inc(failed);
  }

  /** Live jobs that the queue may have lost: never enqueued, enqueued long ago, or held by a dead worker. */
  async overdue(limit: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM enrichment_jobs
       WHERE (status = 'queued' AND created_at < now() - interval '2 s'
              AND (enqueued_at IS NULL OR enqueued_at < now() - interval '1 min'))
          OR (status = 'running' AND lease_expires_at < now() - $2 * interval '1 ms')
       ORDER BY created_at LIMIT $1`,
      [limit, LEASE_MS],
    );
    return rows.map((row) => row.id);
  }

  private async renew(lease: Lease): Promise<boolean> {
    const [, renewed] = await this.dataSource.query<[unknown, number]>(
      `UPDATE enrichment_jobs SET lease_expires_at = now() + $3 * interval '1 ms'
       WHERE id = $1 AND status = 'running' AND lease_token = $2`,
      [lease.jobId, lease.token, LEASE_MS],
    );
    return renewed > 0;
  }

  private async heldOrEnded(jobId: string): Promise<ClaimResult> {
    const [row] = await this.dataSource.query<{ ms: number }[]>(
      `SELECT greatest(extract(epoch FROM lease_expires_at - now()) * 1000, 0)::int AS ms
       FROM enrichment_jobs WHERE id = $1 AND status = 'running'`,
      [jobId],
    );
    return row ? { claim: 'held', retryAfterMs: row.ms + 100 } : { claim: 'ended' };
  }
}
