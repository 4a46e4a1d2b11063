import type { EvidenceRecord } from '#contacts';
import { ApiProperty } from '@nestjs/swagger';
import { PageDto } from '../http/paging.dto.ts';
import { FOUND_VALUE } from './found-value.ts';

/** A place where a value was read. */
export class EvidenceDto {
  /** @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** Whether the value is the contact's or its company's. @example "contact" */
  subject: 'contact' | 'company';
  /** @example "jobTitle" */
  field: string;
  @ApiProperty(FOUND_VALUE)
  value: unknown;
  /** `written` values are in the profile; `suggested` ones wait for a user. @example "written" */
  status: 'written' | 'suggested';
  /** Of this piece of evidence alone, from 0 to 1. @example 0.74 */
  confidence: number;
  /** @example "company_website" */
  source: string;
  /** Null for the contact's own record. @example "https://acme.com/team" */
  url: string | null;
  /** RFC 6901 JSON pointer into the page's structured data; null for a passage of its text. @example "/jsonLd/0/jobTitle" */
  pointer: string | null;
  /** @example "Head of Sales" */
  quote: string;
  /** @example "2024-01-15T10:30:00.000Z" */
  fetchedAt: string;
  /** @example "job_019a2b3c4d5e7f608a9b0c1d2e3f4a5b" */
  jobId: string | null;
}

class EvidencePageDto extends PageDto {
  evidence: EvidenceDto[];
}

export class EvidenceListResponse {
  /** @example true */
  success: boolean;
  data: EvidencePageDto;
}

export function toEvidenceDto(record: EvidenceRecord): EvidenceDto {
  const status = record.status === 'suggested' ? 'suggested' : 'written';
  return { ...record, status, fetchedAt: record.fetchedAt.toISOString() };
}
