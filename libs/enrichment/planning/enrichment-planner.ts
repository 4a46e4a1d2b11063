import { Inject, Injectable } from '@nestjs/common';
import { knownValues, type ProfileRecord } from '#contacts';
import { CONFIG, invalidField, type Config } from '#platform';
import type { EnrichmentOptions } from './options.ts';
import { fieldNames, planEnrichment, type EnrichmentPlan } from './plan.ts';
import { sourceCatalog, type CatalogEntry } from './source-catalog.ts';

/** Plans enrichment: by what is known of a contact, what is on, and what the request allows. */
@Injectable()
export class EnrichmentPlanner {
  private readonly catalog: readonly CatalogEntry[];
  private readonly fieldNames: readonly string[];

  /** @throws ConfigError where ENRICHMENT_SOURCES names a source that there is not */
  constructor(@Inject(CONFIG) config: Config) {
    this.catalog = sourceCatalog(config);
    this.fieldNames = fieldNames(this.catalog);
  }

  /** @throws DomainError `invalid_request` for a field or source that there is not, or a source that is off */
  assertPossible({ fields = [], sources = [] }: EnrichmentOptions): void {
    const field = fields.find((name) => !this.fieldNames.includes(name));
    if (field !== undefined) throw invalidField('fields', `must be out of ${this.fieldNames.join(', ')}`);
    for (const name of sources) {
      const entry = this.catalog.find(({ about }) => about.name === name);
      if (!entry) {
        throw invalidField('sources', `must be out of ${this.catalog.map(({ about }) => about.name).join(', ')}`);
      }
      if (entry.off !== null) throw invalidField('sources', `has ${name}, which is off: ${entry.off}`);
    }
  }

  plan(record: ProfileRecord, options: EnrichmentOptions): EnrichmentPlan {
    const hasCompany = record.companyId !== null;
    const known = knownValues(record);
    return planEnrichment({ catalog: this.catalog, known, hasCompany, options, now: new Date() });
  }
}
