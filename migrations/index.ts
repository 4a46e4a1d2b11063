import { InitialSchema1763800000000 } from './1763800000000-initial-schema.ts';
import { ProviderCalls1763900000000 } from './1763900000000-provider-calls.ts';
import { Suggestions1763910000000 } from './1763910000000-suggestions.ts';
import { SourceLimits1763920000000 } from './1763920000000-source-limits.ts';
import { JobEvents1763930000000 } from './1763930000000-job-events.ts';
import { SourceDocuments1763940000000 } from './1763940000000-source-documents.ts';
import { ExactTotals1763950000000 } from './1763950000000-exact-totals.ts';
import { IdempotentRequests1763970000000 } from './1763970000000-idempotent-requests.ts';
import { RequestLimits1763980000000 } from './1763980000000-request-limits.ts';
import { JobTraces1763980000001 } from './1763980000001-job-traces.ts';
import { AuditAndErasure1763990000000 } from './1763990000000-audit-and-erasure.ts';

/** All migrations, in the order they are applied. */
export const migrations = [
  InitialSchema1763800000000,
  ProviderCalls1763900000000,
  Suggestions1763910000000,
  SourceLimits1763920000000,
  JobEvents1763930000000,
  SourceDocuments1763940000000,
  ExactTotals1763950000000,
  IdempotentRequests1763970000000,
  RequestLimits1763980000000,
  JobTraces1763980000001,
  AuditAndErasure1763990000000,
];
