import type { ContactExport } from '#enrichment';
import { ApiProperty, IntersectionType, PartialType, PickType, OmitType } from '@nestjs/swagger';
import { AuditEventDto } from '../audit/audit-event.dto.ts';
import { EnrichmentOptionsDto, toOptions } from '../enrichment/enrich-contact.dto.ts';
import { SourceResultDto } from '../enrichment/enrichment-job.dto.ts';
import { ContactDto, toContactDto } from './contact.dto.ts';
import { FOUND_VALUE } from './found-value.ts';

class ExportedEvidenceDto {
  id: string;
  /** @example "company_website" */
  source: string;
  /** The document that it was read in. */
  documentId: string | null;
  url: string | null;
  pointer: string | null;
  quote: string;
  fetchedAt: string;
  /** From 0 to 1. */
  confidence: number;
  createdAt: string;
}

/** A value that was found: in the profile, suggested, or no longer either. */
class ExportedValueDto {
  id: string;
  /** @example "jobTitle" */
  field: string;
  @ApiProperty(FOUND_VALUE)
  value: unknown;
  confidence: number;
  status: 'written' | 'suggested' | 'superseded' | 'withdrawn' | 'rejected';
  /** The parts of the record that it rests on. @example ["email"] */
  inputs: string[];
  jobId: string | null;
  createdAt: string;
  endedAt: string | null;
  /** The user who accepted or rejected it. */
  decidedBy: string | null;
  decidedAt: string | null;
  evidence: ExportedEvidenceDto[];
}

class ExportedBarredMatchDto {
  url: string;
  source: string;
  /** The user who said that the document is about somebody else. */
  barredBy: string;
  createdAt: string;
}

class ExportedDocumentDto {
  id: string;
  /** Who gave it; `web` for a page. @example "web" */
  provider: string;
  kind: 'page' | 'person' | 'company' | 'place';
  /** False where the provider said that it does not know the person. */
  found: boolean;
  url: string | null;
  /** SHA-256 of the content as JSON, hexadecimal. */
  contentHash: string | null;
  fetchedAt: string;
  expiresAt: string;
  createdAt: string;
  @ApiProperty({
    description: 'As it was read; null once it has expired',
    ...{ type: 'object', additionalProperties: true, nullable: true },
  })
  content: unknown;
}

class ExportedJobEventDto {
  id: string;
  type: 'status' | 'source';
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: unknown;
  createdAt: string;
}

/** A call that cost money. */
class ExportedCallDto {
  id: string;
  provider: string;
  operation: string;
  status: 'reserved' | 'settled' | 'failed';
  outcome: string | null;
  credits: number;
  tokensIn: number;
  tokensOut: number;
  /** Millionths of a US dollar. @example "280000" */
  costMicroUsd: string;
  createdAt: string;
  settledAt: string | null;
}

class ExportedJobDto {
  id: string;
  /** The user who asked for it. */
  requestedBy: string;
  status: 'queued' | 'running' | 'succeeded' | 'no_match' | 'failed' | 'cancelled';
  options: EnrichmentOptionsDto;
  attempts: number;
  errorCode: string | null;
  error: string | null;
  createdAt: string;
  enqueuedAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  sources: SourceResultDto[];
  events: ExportedJobEventDto[];
  calls: ExportedCallDto[];
}

const SHOWN_TO_ALL = ['action', 'fields', 'createdAt'] as const;

/** A change to the contact. Without the scope `admin` only its `action`, `fields` and `createdAt`. */
class ExportedAuditEventDto extends IntersectionType(
  PickType(AuditEventDto, SHOWN_TO_ALL),
  PartialType(OmitType(AuditEventDto, SHOWN_TO_ALL)),
) {}

/** All that is held on a person. */
class ContactExportDto {
  exportedAt: string;
  contact: ContactDto;
  /** Everything that was found, with the evidence, whatever became of it. */
  values: ExportedValueDto[];
  barredMatches: ExportedBarredMatchDto[];
  /** What was read about the person, pages that mention others as well included. */
  documents: ExportedDocumentDto[];
  jobs: ExportedJobDto[];
  /** What was done to the contact, oldest first; by whom and from where only for those with the scope `admin`. */
  auditEvents: ExportedAuditEventDto[];
}

export class ContactExportResponse {
  /** @example true */
  success: boolean;
  data: ContactExportDto;
}

export function toContactExportDto(held: ContactExport): ContactExportDto {
  const { values, barredMatches } = held;
  return {
    exportedAt: held.exportedAt.toISOString(),
    contact: toContactDto(held.contact),
    values: values.map((value) => ({ ...value, inputs: [...value.inputs], evidence: [...value.evidence] })),
    barredMatches: [...barredMatches],
    documents: held.documents.map((document) => ({
      ...document,
      fetchedAt: document.fetchedAt.toISOString(),
      expiresAt: document.expiresAt.toISOString(),
      createdAt: document.createdAt.toISOString(),
    })),
    jobs: held.jobs.map((job) => ({
      ...job,
      options: toOptions(job.options),
      ...{ sources: [...job.sources], events: [...job.events], calls: [...job.calls] },
    })),
    auditEvents: held.auditEvents.map((event) => ({ ...event, fields: [...event.fields] })),
  };
}
