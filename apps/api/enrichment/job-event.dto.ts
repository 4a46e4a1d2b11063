import type { JobHappening } from '#enrichment';
import type { ServerSentEvent } from '../http/event-streams.ts';
import { JobErrorDto } from './enrichment-job.dto.ts';

/** The data of an event `status`: what the job was at that moment. */
export class JobStatusEventDto {
  /** @example "running" */
  status: 'queued' | 'running' | 'succeeded' | 'no_match' | 'failed' | 'cancelled';
  /** How many times a worker has started on it. @example 1 */
  attempts: number;
  /** Why it failed, or why its last attempt did. */
  error: JobErrorDto | null;
  /** @example "2024-01-15T10:30:00.000Z" */
  at: string;
}

/** The data of an event `source`: what a source gave in the attempt that is running. */
export class SourceFinishedEventDto {
  /** @example "company_website" */
  source: string;
  /** @example "matched" */
  outcome: 'matched' | 'no_match' | 'skipped' | 'error';
  /** Why there is no match, or what went wrong. @example null */
  reason: string | null;
  /** Milliseconds. @example 412 */
  durationMs: number;
  /** @example "2024-01-15T10:30:00.000Z" */
  at: string;
}

/** What a whole stream looks like, for the document. */
export const JOB_EVENTS_EXAMPLE = `retry: 2000

id: 41
event: status
data: {"status":"queued","attempts":0,"error":null,"at":"2024-01-15T10:29:58.000Z"}

id: 42
event: status
data: {"status":"running","attempts":1,"error":null,"at":"2024-01-15T10:30:00.000Z"}

id: 45
event: source
data: {"source":"company_website","outcome":"matched","reason":null,"durationMs":412,"at":"2024-01-15T10:30:00.420Z"}

id: 47
event: status
data: {"status":"succeeded","attempts":1,"error":null,"at":"2024-01-15T10:30:01.000Z"}

`;

export async function* toServerSentEvents(happenings: AsyncIterable<JobHappening>): AsyncGenerator<ServerSentEvent> {
  for await (const { id, type, data, createdAt } of happenings) {
    yield { id, event: type, data: { ...data, at: createdAt.toISOString() } };
  }
}
