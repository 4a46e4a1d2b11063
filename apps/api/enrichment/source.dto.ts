import type { SourceStatus } from '#enrichment';

class SourceFieldsDto {
  /** Fields of a contact's profile. @example ["jobTitle", "linkedinUrl"] */
  contact: string[];
  /** Fields of a company. @example ["industry"] */
  company: string[];
}

class SourceRecordDto {
  /** @example 12 */
  matched: number;
  /** @example 3 */
  noMatch: number;
  /** @example 1 */
  skipped: number;
  /** @example 0 */
  errors: number;
  /** Milliseconds; null where it was not asked. @example 412 */
  medianDurationMs: number | null;
  /** Why it failed the last time. @example null */
  lastError: string | null;
}

class SourceDto {
  /** @example "company_website" */
  name: string;
  /** What it reads and what it gives. @example "Reads the company's own website" */
  description: string;
  /** @example true */
  on: boolean;
  /** Why it is off. @example null */
  offReason: string | null;
  /** @example "none" */
  key: 'none' | 'optional' | 'required';
  /** Whether a key is set; never the key. @example false */
  keySet: boolean;
  /** @example "Free" */
  cost: string;
  /** @example "60 queries a minute" */
  rateLimit: string | null;
  /** Licence or terms of its data. @example "CC0" */
  terms: string;
  /** What leaves this installation, and to whom. @example "Nothing: it works on this machine." */
  discloses: string;
  /** Where it asks. @example null */
  baseUrl: string | null;
  gives: SourceFieldsDto;
  /** What came of asking it in the last 24 hours. */
  lately: SourceRecordDto;
}

class SourceListDto {
  /** In the order in which they are asked; those that are off come last. */
  sources: SourceDto[];
}

export class SourceListResponse {
  /** @example true */
  success: boolean;
  data: SourceListDto;
}

export function toSourceDto({ about, off, keySet, baseUrl, lately }: SourceStatus): SourceDto {
  const { name, description, key, cost, rateLimit, terms, discloses, gives } = about;
  return {
    ...{ name, description, on: off === null, offReason: off, key, keySet, cost, rateLimit, terms, discloses, baseUrl },
    gives: { contact: [...gives.contact], company: [...gives.company] },
    lately: { ...lately },
  };
}
