import { VISIBILITIES, type ContactDetail, type ContactSummary, type ProfileValue } from '#contacts';
import { invalidField } from '#platform';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import {
  Email,
  Flag,
  MayBeAbsent,
  OneOf,
  OptionalEmail,
  OptionalText,
  OptionalUuid,
  QueryFlag,
  SearchText,
  Text,
} from '../http/fields.ts';
import { ListPageDto, ListQuery } from '../http/paging.dto.ts';
import { FOUND_VALUE } from './found-value.ts';

export class ContactListQuery extends ListQuery {
  /** Every word must occur in first name, last name or email, whatever its letter case and accents. @example "john" */
  @SearchText()
  search?: string;

  /** Only contacts of this company. @example "1c9d8b0e-7a54-4f7e-9f0b-2f5d7c1e4a11" */
  @OptionalUuid({})
  companyId?: string;
}

export class EraseContactQuery {
  /** Whether the email, of which only a keyed hash is kept, is refused from now on (409 `contact_email_barred`). @example false */
  @QueryFlag()
  bar: boolean = false;
}

class CompanyReference {
  /** A company of the organization. @example null */
  @OptionalUuid()
  companyId?: string | null;

  /** Links the company of this name, which is created if there is none. Not together with companyId. @example "Acme Inc" */
  @OptionalText(200)
  companyName?: string | null;

  /** @example false */
  @MayBeAbsent()
  @Flag()
  isConnector?: boolean;

  /** @example false */
  @MayBeAbsent()
  @Flag()
  isSolutionProvider?: boolean;

  /** Who sees the contact: everyone in the organization, or only its owner and admins. @example "organization" */
  @MayBeAbsent()
  @OneOf(VISIBILITIES)
  visibility?: 'organization' | 'private';

  /** @example "Doe" */
  @OptionalText(100)
  lastName?: string | null;

  /** @example "+1 555-123-4567" */
  @OptionalText(50)
  phoneNumber?: string | null;

  /** @example "123 Main St, San Francisco, CA 94102" */
  @OptionalText(500)
  address?: string | null;
}

export class CreateContactBody extends CompanyReference {
  /** @example "john@acme.com" */
  @Email()
  email: string;

  /** @example "John" */
  @Text(100)
  firstName: string;
}

/** Filled in by Swagger UI, which would else give all fields, some of which exclude each other. */
export const CREATE_CONTACT_EXAMPLE: CreateContactBody = {
  ...{ email: 'john@acme.com', firstName: 'John', lastName: 'Doe', phoneNumber: '+1 555-123-4567' },
  ...{ address: '123 Main St, San Francisco, CA 94102', companyName: 'Acme Inc' },
};
export const UPDATE_CONTACT_EXAMPLE: UpdateContactBody = { firstName: 'Jane', phoneNumber: '+1 555-987-6543' };

/** What is absent stays as it is; null clears. */
export class UpdateContactBody extends CompanyReference {
  /** Cannot be changed while an active user account has it. @example "john@acme.com" */
  @OptionalEmail()
  email?: string | null;

  /** @example "Jane" */
  @MayBeAbsent()
  @Text(100)
  firstName?: string;
}

/** Rules that span fields. @throws DomainError `invalid_request` */
export function assertConsistent(body: CreateContactBody | UpdateContactBody): void {
  if (body.companyId != null && body.companyName != null) {
    throw invalidField('companyName', 'cannot be given together with companyId');
  }
}

/** @throws DomainError `invalid_request` for a PATCH without any field */
export function assertNotEmpty(body: object): void {
  if (Object.values(body).every((value) => value === undefined))
    throw invalidField('body', 'must have at least one field');
}

class CompanySummaryDto {
  /** @example "1c9d8b0e-7a54-4f7e-9f0b-2f5d7c1e4a11" */
  id: string;
  /** @example "Acme Inc" */
  name: string;
  /** @example "Technology" */
  industry: string | null;
}

class ContactCompanyDto extends CompanySummaryDto {
  /** @example "https://acme.com" */
  website: string | null;
}

/** A value that enrichment found, with the quote that it stands on. */
export class ProfileValueDto {
  @ApiProperty(FOUND_VALUE)
  value: unknown;
  /** From 0 to 0.98. @example 0.74 */
  confidence: number;
  /** @example "company_website" */
  source: string;
  /** Where it was read; null for the contact's own record. @example "https://acme.com/team" */
  url: string | null;
  /** The words it was read from. @example "Head of Sales" */
  quote: string;
  /** @example "2024-01-15T10:30:00.000Z" */
  fetchedAt: string;
  /** @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  evidenceId: string;
}

class ContactBaseDto {
  /** @example "550e8400-e29b-41d4-a716-446655440000" */
  id: string;
  /** @example "john@acme.com" */
  email: string | null;
  /** @example "John" */
  firstName: string;
  /** @example "Doe" */
  lastName: string | null;
  /** @example "+1 555-123-4567" */
  phoneNumber: string | null;
  /** @example "123 Main St, San Francisco, CA 94102" */
  address: string | null;
  /** Whether an active user of the organization has this email. @example false */
  isFullUser: boolean;
  /** @example "organization" */
  visibility: 'organization' | 'private';
  /** @example "2024-01-15T10:00:00.000Z" */
  createdAt: string;
  /** @example "2024-01-15T10:30:00.000Z" */
  updatedAt: string;
}

export class ContactSummaryDto extends ContactBaseDto {
  company: CompanySummaryDto | null;
}

@ApiExtraModels(ProfileValueDto)
export class ContactDto extends ContactBaseDto {
  /** Degrees, WGS 84, of the address, or of its city (see the profile's `location`); filled in by enrichment. @example 37.7749 */
  latitude: number | null;
  /** @example -122.4194 */
  longitude: number | null;
  /** @example false */
  isConnector: boolean;
  /** @example false */
  isSolutionProvider: boolean;
  /** The user who created the contact. @example "6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9" */
  ownerId: string;
  company: ContactCompanyDto | null;
  @ApiProperty({
    description: 'What enrichment found, by field',
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(ProfileValueDto) },
  })
  profile: Record<string, ProfileValue>;
}

class ContactPageDto extends ListPageDto {
  contacts: ContactSummaryDto[];
}

export class ContactListResponse {
  /** @example true */
  success: boolean;
  data: ContactPageDto;
}

export class ContactResponse {
  /** @example true */
  success: boolean;
  data: ContactDto;
}

export class ContactChangedResponse extends ContactResponse {
  /** @example "Contact updated successfully" */
  message: string;
}

export class MessageResponse {
  /** @example true */
  success: boolean;
  /** @example "Contact deleted successfully" */
  message: string;
}

/** What the library gives is what the api shows; the types see to it. */
export const toContactSummaryDto = (contact: ContactSummary): ContactSummaryDto => contact;

/** As {@link toContactSummaryDto}. */
export const toContactDto = (contact: ContactDetail): ContactDto => contact;
