import type { BarredEmail } from '#contacts';
import { PageDto } from '../http/paging.dto.ts';

/** The email of an erased contact, of which only a keyed hash is kept: nobody can tell any more which one it is. */
class BarredEmailDto {
  /** As in the 409 `contact_email_barred` that admins get. @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** The user who erased the contact. @example "6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9" */
  barredBy: string;
  /** @example "2024-01-15T10:30:00.000Z" */
  createdAt: string;
}

class BarredEmailPageDto extends PageDto {
  barredEmails: BarredEmailDto[];
}

export class BarredEmailListResponse {
  /** @example true */
  success: boolean;
  data: BarredEmailPageDto;
}

export function toBarredEmailDto({ id, barredBy, createdAt }: BarredEmail): BarredEmailDto {
  return { id, barredBy, createdAt: createdAt.toISOString() };
}
