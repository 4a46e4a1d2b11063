import { Injectable } from '@nestjs/common';
import { DocumentStore } from './documents/document-store.ts';
import { JobLeases } from './job-leases.ts';
import { JobQueue } from './job-queue.ts';
import { JobProgress } from './progress/job-progress.ts';

const BATCH = 500;

/** Brings live jobs back that died between the database and the queue, or with their worker; drops what has expired. */
@Injectable()
export class JobSweep {
  constructor(
    private readonly leases: JobLeases,
    private readonly queue: JobQueue,
    private readonly documents: DocumentStore,
    private readonly progress: JobProgress,
  ) {}

  /** Enqueues overdue jobs again, oldest first. Safe to run in many processes. @returns how many got through */
  async run(): Promise<number> {
    await this.leases.failLost();
    const overdue = await this.leases.overdue(BATCH);
    // If the queue is down they wait for the next sweep.
    const enqueued = overdue.length > 0 && (await this.queue.enqueue(overdue)) ? overdue.length : 0;
    await this.progress.purge();
    await this.documents.purge(BATCH);
    return enqueued;
  }
}
