import { Injectable } from '@nestjs/common';
import { DERIVED_FROM, ProfileService, type Finding, type MergedFinding, type ProfileRecord } from '#contacts';
import type { AuditEntry } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import type { CollectedResult } from './collect.ts';
import { derive } from './derive.ts';
import type { JobStatus } from './enrichment-job.entity.ts';
import { fieldName } from './fields.ts';
import type { Lease } from './job-leases.ts';
import { endJob, lockForResult, type SourceTally } from './job-result.ts';
import type { EnrichmentPlan } from './planning/plan.ts';
import { JobProgress } from './progress/job-progress.ts';
import { rejectedAmong } from './rejected-claims.ts';
import { resolve, type ResolvedFinding } from './resolve.ts';
import type { Claim } from './source.ts';
import { changedInputs, toSubject } from './subject.ts';

interface MergedWithSources extends MergedFinding {
  readonly subject: Claim['subject'];
  readonly sources: readonly string[];
}

/** Writes what a job found, and its end, in one transaction: all of it once, or nothing. */
@Injectable()
export class ResultWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly profiles: ProfileService,
    private readonly progress: JobProgress,
  ) {}

  /** What the result will be merged into, as it is before the job begins; undefined if the contact was erased. */
  read({ organizationId, contactId }: Lease): Promise<ProfileRecord | undefined> {
    return this.profiles.read(this.dataSource, organizationId, contactId);
  }

  /**
   * Merges the findings into the profiles and ends the job. Has no effect if the job is no longer this lease's
   * (cancelled, erased, given to another worker). Findings that rest on a part of the record that was changed since
   * `seen` was read are left out; so is what a user has turned down, and what the plan does not look for.
   * @returns as what the job has ended; undefined where there was no effect
   */
  async write(
    lease: Lease,
    seen: ProfileRecord,
    plan: EnrichmentPlan,
    results: readonly CollectedResult[],
  ): Promise<JobStatus | undefined> {
    // The end is the last that is told of a job.
    await this.progress.tell();
    return this.dataSource.transaction(async (manager) => {
      if (!(await lockForResult(manager, lease))) return undefined;
      // A statement of its own, which sees what others have committed while this one waited for the locks.
      const current = await this.profiles.read(manager, lease.organizationId, lease.contactId);
      if (!current) return undefined;
      const found = findingsOf(results, seen, current, plan);
      const merged = await this.merge(manager, lease, current, found, askedFor(plan, results));
      const status = endStatus(plan, results);
      await endJob(manager, lease, { status, sources: tally(results, merged), changes: changesOf(current, merged) });
      return status;
    });
  }

  private async merge(
    manager: EntityManager,
    { jobId, options }: Lease,
    current: ProfileRecord,
    resolved: readonly ResolvedFinding[],
    asked: Asked,
  ): Promise<MergedWithSources[]> {
    const of = (subject: Claim['subject']): Finding[] =>
      resolved.flatMap((item) => (item.subject === subject ? [item.finding] : []));
    const findings = { contact: of('contact'), company: of('company') };
    const merged = await this.profiles.merge(manager, current, jobId, findings, {
      writeAt: options.minConfidence,
      asked: (subject, source, field) => asked(source, fieldName(subject, field)),
    });
    return merged.map((item) => {
      const { subject = 'contact', sources = [] } = resolved.find(({ finding }) => finding === item.finding) ?? {};
      return { ...item, subject, sources };
    });
  }
}

/** What the claims that still hold come to. */
function findingsOf(
  results: readonly CollectedResult[],
  seen: ProfileRecord,
  current: ProfileRecord,
  plan: EnrichmentPlan,
): ResolvedFinding[] {
  const changed = changedInputs(toSubject(seen), toSubject(current));
  const isRejected = rejectedAmong(current);
  const holds = (claim: Claim): boolean =>
    !claim.inputs.some((input) => changed.has(input)) &&
    !(claim.subject === 'contact' && current.barredUrls.has(claim.citation.document.url ?? '')) &&
    !isRejected(claim);
  const claims = results.flatMap(({ source, claims }) => claims.filter(holds).map((claim) => ({ source, claim })));
  const wanted = new Set(plan.fields.map(({ name }) => name));
  return resolve(derive(claims)).filter((one) => wanted.has(fieldName(one.subject, one.finding.field)));
}

/** Each source with how many of its values were taken. */
function tally(results: readonly CollectedResult[], merged: readonly MergedWithSources[]): SourceTally[] {
  const count = (source: string, decision: MergedFinding['decision']): number =>
    merged.filter((item) => item.decision === decision && item.sources.includes(source)).length;
  return results.map(({ source, outcome, reason, startedAt, durationMs }) => ({
    ...{ source, outcome, reason, startedAt, durationMs },
    valuesWritten: count(source, 'write'),
    valuesSuggested: count(source, 'suggest'),
  }));
}

/** Which fields of whose profile have got a value or a suggestion, for the audit trail. */
function changesOf({ contactId, companyId }: ProfileRecord, merged: readonly MergedWithSources[]): AuditEntry[] {
  const fieldsOf = (subject: Claim['subject']): string[] =>
    merged.flatMap((item) => (item.subject === subject && item.decision !== 'drop' ? [item.finding.field] : []));
  const [ofContact, ofCompany] = [fieldsOf('contact'), fieldsOf('company')];
  const contact = { action: 'contact.enriched', subjectType: 'contact', subjectId: contactId } as const;
  const company = { action: 'company.enriched', subjectType: 'company', subjectId: companyId ?? '' } as const;
  return [
    ...(ofContact.length > 0 ? [{ ...contact, fields: ofContact }] : []),
    ...(ofCompany.length > 0 ? [{ ...company, fields: ofCompany }] : []),
  ];
}

type Asked = (source: string, fieldName: string) => boolean;

/** Whether a source was asked for a field, and answered. */
function askedFor({ sources }: EnrichmentPlan, results: readonly CollectedResult[]): Asked {
  const answered = new Set(
    results.flatMap(({ source, outcome }) => (outcome === 'matched' || outcome === 'no_match' ? [source] : [])),
  );
  return (source, name) =>
    answered.has(source) &&
    sources.some((one) => one.name === source && one.fields.includes(DERIVED_FROM[name] ?? name));
}

/**
 * A job fails only where every source that was asked did: otherwise the rest is delivered. Where all that was wanted was
 * known, there was nothing to match.
 */
function endStatus({ fields }: EnrichmentPlan, results: readonly CollectedResult[]): JobStatus {
  if (results.some((result) => result.outcome === 'matched')) return 'succeeded';
  if (results.length > 0 && fields.every(({ state }) => state === 'fresh' || state === 'by_user')) return 'succeeded';
  const asked = results.filter((result) => result.outcome !== 'skipped');
  return asked.length > 0 && asked.every((result) => result.outcome === 'error') ? 'failed' : 'no_match';
}
