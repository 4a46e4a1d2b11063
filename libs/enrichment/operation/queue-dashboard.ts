import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OperationsServer } from '#platform';
import type { Queue } from 'bullmq';
import type { RequestHandler } from 'express';
import { ENRICHMENT_QUEUE, type EnrichmentTask } from '../job-queue.ts';

const PATH = '/queue';

/** The queue's dashboard for operators, read-only. It shows ids alone, as the queue has nothing else. */
@Injectable()
export class QueueDashboard implements OnModuleInit {
  constructor(
    private readonly operations: OperationsServer,
    @InjectQueue(ENRICHMENT_QUEUE) private readonly queue: Queue<EnrichmentTask>,
  ) {}

  onModuleInit(): void {
    this.operations.add(PATH, () => this.create());
  }

  /** Loaded only here, where it is wanted. */
  private async create(): Promise<RequestHandler> {
    const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/express'),
    ]);
    const serverAdapter = new ExpressAdapter().setBasePath(PATH);
    const queues = [new BullMQAdapter(this.queue, { readOnlyMode: true })];
    createBullBoard({ queues, serverAdapter, options: { uiConfig: { boardTitle: 'Enrichment queue' } } });
    return serverAdapter.getRouter() as RequestHandler;
  }
}
