import type { Suggestion } from '#contacts';
import { ApiProperty } from '@nestjs/swagger';
import { Uuid } from '../http/fields.ts';
import { IdParams, PageDto } from '../http/paging.dto.ts';
import { FOUND_VALUE, FOUND_VALUE_OR_NULL } from './found-value.ts';

export class SuggestionParams extends IdParams {
  /** @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  @Uuid()
  suggestionId: string;
}

export class EvidenceParams extends IdParams {
  /** @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  @Uuid()
  evidenceId: string;
}

class SuggestionEvidenceDto {
  /** @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** @example "company_website" */
  source: string;
  /** @example "https://acme.com/team" */
  url: string | null;
  /** RFC 6901 JSON pointer into the page's structured data; null for a passage of its text. @example "/jsonLd/0/jobTitle" */
  pointer: string | null;
  /** @example "Head of Sales" */
  quote: string;
  /** @example "2024-01-15T10:30:00.000Z" */
  fetchedAt: string;
  /** From 0 to 1. @example 0.55 */
  confidence: number;
}

/** A finding that is not sure enough to be written, or that differs from what a user entered. */
class SuggestionDto {
  /** @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** Whether it is for the contact or for its company. @example "contact" */
  subject: 'contact' | 'company';
  /** @example "jobTitle" */
  field: string;
  @ApiProperty({ ...FOUND_VALUE, description: 'What is suggested' })
  value: unknown;
  @ApiProperty({ ...FOUND_VALUE_OR_NULL, description: 'What the field holds now', example: 'Sales Manager' })
  currentValue: unknown;
  /** From 0 to 0.98. @example 0.55 */
  confidence: number;
  evidence: SuggestionEvidenceDto[];
  /** @example "2024-01-15T10:30:00.000Z" */
  createdAt: string;
}

class SuggestionPageDto extends PageDto {
  suggestions: SuggestionDto[];
}

export class SuggestionListResponse {
  /** @example true */
  success: boolean;
  data: SuggestionPageDto;
}

export function toSuggestionDto(suggestion: Suggestion): SuggestionDto {
  return { ...suggestion, evidence: [...suggestion.evidence], createdAt: suggestion.createdAt.toISOString() };
}
