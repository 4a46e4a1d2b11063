import { counter, durations } from '#platform';

/** `retried`, `handed_back` and `lost` are the ends of a worker's part; the job goes on, elsewhere or later. */
export const jobDurations = durations({
  name: 'enrichment_job_duration_seconds',
  help: 'Time that a worker was busy with a job, by what came of it',
  labels: ['outcome'],
});

export const workersLost = counter({
  name: 'enrichment_workers_lost_total',
  help: 'Jobs that failed because their workers died as often as they may be tried',
});

export const sourceDurations = durations({
  name: 'enrichment_source_duration_seconds',
  help: 'Time that a source took in a job, by what it gave',
  labels: ['source', 'outcome'],
});

export const providerCalls = counter({
  name: 'provider_calls_total',
  help: 'Calls that cost money, by what came of them',
  labels: ['provider', 'outcome'],
});

export const providerSpend = counter({
  name: 'provider_spend_micro_usd_total',
  help: 'What calls have cost, in millionths of a US dollar',
  labels: ['provider'],
});
