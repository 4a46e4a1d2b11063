import { Injectable } from '@nestjs/common';
import { DERIVED_FROM, ProfileService, type Finding, type MergedFinding } from '#contacts';
import { DataSource, type EntityManager } from 'typeorm';
import type { CollectedResult } from './collect.ts';
import { derive } from './derive.ts';
import { fieldName } from './fields.ts';
import type { JobStatus } from './enrichment-job.entity.ts';
import type { Lease } from './job-leases.ts';
import type { EnrichmentPlan } from './planning/plan.ts';
import { rejectedAmong } from './rejected-claims.ts';
import { resolve, type ResolvedFinding } from './resolve.ts';
import type { Claim } from './source.ts';
import { SourceResult } from './source-result.entity.ts';
import { changedInputs, readSubject, type StoredSubject } from './subject.ts';

interface MergedWithSources extends MergedFinding {
  readonly sources: readonly string[];
}

/** Writes what a job found, and its end, in one transaction: all of it once, or nothing. */
@Injectable()
export class ResultWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly profiles: ProfileService,
  ) {}

  /**
   * Merges the findings into the profiles and ends the job. Has no effect if the job is no longer this lease's
   * (cancelled, erased, given to another worker). Findings that rest on a part of the record that was changed since
   * `seen` was read are left out; so is what a user has turned down, and what the plan does not look for.
   */
  async write(
    lease: Lease,
    seen: StoredSubject,
    plan: EnrichmentPlan,
    results: readonly CollectedResult[],
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const current = await this.lockSubject(manager, lease);
      if (!current || !(await this.lockJob(manager, lease))) return;
      const changed = changedInputs(seen, current);
      const barred = await this.profiles.barredUrls(manager, lease.organizationId, lease.contactId);
      const { organizationId, contactId } = lease;
      const of = { contactId, companyId: current.companyId };
      const isRejected = rejectedAmong(await this.profiles.rejected(manager, organizationId, of));
      const holds = (claim: Claim): boolean =>
        !claim.inputs.some((input) => changed.has(input)) &&
        !(claim.subject === 'contact' && barred.has(claim.citation.document.url ?? '')) &&
        !isRejected(claim);
      const claims = results.flatMap(({ source, claims }) => claims.filter(holds).map((claim) => ({ source, claim })));
      const wanted = new Set(plan.fields.map(({ name }) => name));
      const found = resolve(derive(claims)).filter((one) => wanted.has(fieldName(one.subject, one.finding.field)));
      const options = { writeAt: lease.options.minConfidence, asked: askedFor(plan, results) };
      const merged = await this.merge(manager, lease, current.companyId, found, options);
      await this.recordSources(manager, lease, results, merged);
      await this.end(manager, lease, endStatus(plan, results));
    });
  }

  /** Contact before company before job: the order in which every transaction takes these locks. */
  private async lockSubject(manager: EntityManager, lease: Lease): Promise<StoredSubject | undefined> {
    const key = [lease.organizationId, lease.contactId];
    await manager.query('SELECT FROM contacts WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE', key);
    await manager.query(
      `SELECT FROM companies WHERE organization_id = $1
         AND id = (SELECT company_id FROM contacts WHERE organization_id = $1 AND id = $2) FOR NO KEY UPDATE`,
      key,
    );
    return readSubject(manager, lease.organizationId, lease.contactId);
  }

  private async lockJob(manager: EntityManager, lease: Lease): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `SELECT FROM enrichment_jobs WHERE id = $1 AND status = 'running' AND lease_token = $2 FOR NO KEY UPDATE`,
      [lease.jobId, lease.token],
    );
    return rows.length > 0;
  }

  private async merge(
    manager: EntityManager,
    lease: Lease,
    companyId: string | null,
    resolved: readonly ResolvedFinding[],
    { writeAt, asked }: { readonly writeAt: number | undefined; readonly asked: Asked },
  ): Promise<MergedWithSources[]> {
    const of = (subject: Claim['subject']): Finding[] =>
      resolved.flatMap((item) => (item.subject === subject ? [item.finding] : []));
    const { organizationId, contactId, jobId } = lease;
    const merged = await this.profiles.merge(manager, { organizationId, contactId }, jobId, of('contact'), {
      ...{ writeAt, asked: (source, field) => asked(source, fieldName('contact', field)) },
    });
    if (companyId !== null) {
      const owner = { organizationId, companyId };
      const ofCompany = {
        writeAt,
        asked: (source: string, field: string) => asked(source, fieldName('company', field)),
      };
      merged.push(...(await this.profiles.merge(manager, owner, jobId, of('company'), ofCompany)));
    }
    return merged.map((item) => ({
      ...item,
      sources: resolved.find(({ finding }) => finding === item.finding)?.sources ?? [],
    }));
  }

  private async recordSources(
    manager: EntityManager,
    lease: Lease,
    results: readonly CollectedResult[],
    merged: readonly MergedWithSources[],
  ): Promise<void> {
    if (results.length === 0) return;
    const count = (source: string, decision: MergedFinding['decision']): number =>
      merged.filter((item) => item.decision === decision && item.sources.includes(source)).length;
    await manager.insert(
      SourceResult,
      results.map(({ source, outcome, reason, startedAt, durationMs }) => ({
        ...{ jobId: lease.jobId, organizationId: lease.organizationId, source, outcome, reason, startedAt, durationMs },
        valuesWritten: count(source, 'write'),
        valuesSuggested: count(source, 'suggest'),
      })),
    );
  }

  private async end(manager: EntityManager, lease: Lease, status: JobStatus): Promise<void> {
    const failed = status === 'failed';
    await manager.query(
      `UPDATE enrichment_jobs SET status = $2, finished_at = now(), lease_token = NULL, lease_expires_at = NULL,
         error_code = $3, error = $4 WHERE id = $1`,
      [lease.jobId, status, failed ? 'sources_failed' : null, failed ? 'None of the sources could be asked' : null],
    );
  }
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
