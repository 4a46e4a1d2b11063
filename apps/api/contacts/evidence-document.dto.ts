import { ApiProperty } from '@nestjs/swagger';
import type { EvidenceDocument } from '#enrichment';

class EvidenceDocumentDto {
  /** @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** Who gave it; `web` for a page. @example "web" */
  provider: string;
  /** @example "page" */
  kind: 'page' | 'person' | 'company' | 'place';
  /** @example "https://acme.com/team" */
  url: string | null;
  /** @example "2024-01-15T10:30:00.000Z" */
  fetchedAt: string;
  /** Of the content as JSON, hexadecimal. @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  sha256: string;
  @ApiProperty({
    description: 'Of a page its type and markup, of an answer its text and data; null once it has expired',
    ...{ type: 'object', additionalProperties: true, nullable: true },
    example: { contentType: 'text/html', body: '<!doctype html>…' },
  })
  content: unknown;
}

export class EvidenceDocumentResponse {
  /** @example true */
  success: boolean;
  data: EvidenceDocumentDto;
}

export function toEvidenceDocumentDto(document: EvidenceDocument): EvidenceDocumentDto {
  const { id, provider, kind, url, fetchedAt, contentHash, content } = document;
  return { id, provider, kind, url, fetchedAt: fetchedAt.toISOString(), sha256: contentHash ?? '', content };
}
