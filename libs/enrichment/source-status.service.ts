import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Actor, type Config } from '#platform';
import { DataSource } from 'typeorm';
import { sourceCatalog, type CatalogEntry } from './planning/source-catalog.ts';

/** What came of asking a source in the last 24 hours, by the organization's own jobs. */
interface SourceRecord {
  readonly matched: number;
  readonly noMatch: number;
  readonly skipped: number;
  readonly errors: number;
  /** Of the times it was asked, in milliseconds; null where it never was. */
  readonly medianDurationMs: number | null;
  /** Why it failed the last time; null where it never did. */
  readonly lastError: string | null;
}

export interface SourceStatus extends CatalogEntry {
  readonly lately: SourceRecord;
}

const untried: SourceRecord = {
  matched: 0,
  noMatch: 0,
  skipped: 0,
  errors: 0,
  medianDurationMs: null,
  lastError: null,
};

/** Reads `enrichment_source_results_recent_idx` from the start of the day's range. */
const RECENT = `
  SELECT source, json_build_object(
    'matched', count(*) FILTER (WHERE outcome = 'matched'), 'noMatch', count(*) FILTER (WHERE outcome = 'no_match'),
    'skipped', count(*) FILTER (WHERE outcome = 'skipped'), 'errors', count(*) FILTER (WHERE outcome = 'error'),
    'medianDurationMs',
      round(percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE outcome <> 'skipped')),
    'lastError', (array_agg(reason ORDER BY started_at DESC) FILTER (WHERE outcome = 'error'))[1]) AS lately
  FROM enrichment_source_results WHERE organization_id = $1 AND started_at >= now() - interval '24 hours'
  GROUP BY source`;

/** Tells which sources are on, why others are not, and how each has fared lately. */
@Injectable()
export class SourceStatusService {
  private readonly catalog: readonly CatalogEntry[];

  /** @throws ConfigError where ENRICHMENT_SOURCES names a source that there is not */
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) config: Config,
  ) {
    this.catalog = sourceCatalog(config);
  }

  /** Every source, in the order in which they are asked; those that are off come last. */
  async list(actor: Actor): Promise<SourceStatus[]> {
    const rows = await this.dataSource.query<{ source: string; lately: SourceRecord }[]>(RECENT, [
      actor.organizationId,
    ]);
    return this.catalog.map((entry) => {
      const lately = rows.find(({ source }) => source === entry.about.name)?.lately ?? untried;
      return { ...entry, lately };
    });
  }
}
