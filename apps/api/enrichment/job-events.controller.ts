import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiResponse, ApiTags, refs } from '@nestjs/swagger';
import { JobEventsService } from '#enrichment';
import type { Actor } from '#platform';
import type { Response } from 'express';
import { CurrentActor, CurrentStillAllowed, RequireScope, type StillAllowed } from '../auth/access.decorators.ts';
import { Refuses } from '../http/documented.ts';
import { ErrorDto } from '../http/error.dto.ts';
import { EventStreams } from '../http/event-streams.ts';
import { LastEventId } from '../http/last-event-id.ts';
import { JobIdParams } from './enrichment-job.dto.ts';
import { JOB_EVENTS_EXAMPLE, JobStatusEventDto, SourceFinishedEventDto, toServerSentEvents } from './job-event.dto.ts';

@Controller('api/enrichment-jobs')
@ApiTags('Enrichment')
@ApiExtraModels(JobStatusEventDto, SourceFinishedEventDto)
export class JobEventsController {
  constructor(
    private readonly events: JobEventsService,
    private readonly streams: EventStreams,
  ) {}

  /**
   * Follow an enrichment job as server-sent events
   *
   * @remarks All events of the job so far, then each as it comes: `status` when the job's status changes, `source` when a source
   * is done. The stream ends after the status that the job ends with. It also ends after five minutes, or when the
   * server stops; a client that sends the last id it got as `Last-Event-ID`, as an EventSource does, then gets the rest.
   */
  @Get(':jobId/events')
  @RequireScope('contacts:read', 'enrichment:run')
  @ApiHeader({
    name: 'Last-Event-ID',
    description: 'The id of the last event that is known already',
    required: false,
    schema: { type: 'string', pattern: '^\\d{1,18}$' },
    example: '42',
  })
  @ApiResponse({
    status: 200,
    description: 'The events; the schema is that of the data of one',
    content: {
      'text/event-stream': {
        schema: { oneOf: refs(JobStatusEventDto, SourceFinishedEventDto) },
        example: JOB_EVENTS_EXAMPLE,
      },
    },
  })
  @ApiResponse({ status: 204, description: 'All events are known already, and none will follow: do not reconnect' })
  @ApiResponse({ status: 503, description: 'As many streams are open as this server allows', type: ErrorDto })
  @Refuses(400, 403, 404)
  async streamEnrichmentJobEvents(
    @CurrentActor() actor: Actor,
    @CurrentStillAllowed() stillAllowed: StillAllowed,
    @Param() { jobId }: JobIdParams,
    @LastEventId() after: string | null,
    @Res() response: Response,
  ): Promise<void> {
    const follow = await this.events.follow(actor, jobId, after);
    if (!follow) {
      response.status(204).end();
      return;
    }
    const { organizationId } = actor;
    const events = (signal: AbortSignal) => toServerSentEvents(follow(signal));
    const maySee = async (): Promise<boolean> => (await stillAllowed()) && this.events.isVisible(actor, jobId);
    await this.streams.send(response, { organizationId, stillAllowed: maySee }, events);
  }
}
