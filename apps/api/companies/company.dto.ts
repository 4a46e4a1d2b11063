import type { CompanyDetail, ProfileValue } from '#contacts';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ProfileValueDto } from '../contacts/contact.dto.ts';
import { MayBeAbsent, OptionalText, OptionalUrl, SearchText, Text } from '../http/fields.ts';
import { ListPageDto, ListQuery } from '../http/paging.dto.ts';

export class CompanyListQuery extends ListQuery {
  /** Every word must occur in name, industry or website, whatever its letter case and accents. @example "acme" */
  @SearchText()
  search?: string;
}

class CompanyFields {
  /** @example "Makes rockets for road runners" */
  @OptionalText(2000)
  description?: string | null;

  /** @example "https://acme.com" */
  @OptionalUrl()
  website?: string | null;

  /** @example "Technology" */
  @OptionalText(200)
  industry?: string | null;

  /** @example "123 Main St, San Francisco, CA 94102" */
  @OptionalText(500)
  address?: string | null;
}

export class CreateCompanyBody extends CompanyFields {
  /** @example "Acme Inc" */
  @Text(200)
  name: string;
}

/** What is absent stays as it is; null clears. */
export class UpdateCompanyBody extends CompanyFields {
  /** @example "Acme Inc" */
  @MayBeAbsent()
  @Text(200)
  name?: string;
}

@ApiExtraModels(ProfileValueDto)
export class CompanyDto {
  /** @example "1c9d8b0e-7a54-4f7e-9f0b-2f5d7c1e4a11" */
  id: string;
  /** @example "Acme Inc" */
  name: string;
  /** @example "Makes rockets for road runners" */
  description: string | null;
  /** @example "https://acme.com" */
  website: string | null;
  /** @example "Technology" */
  industry: string | null;
  /** @example "123 Main St, San Francisco, CA 94102" */
  address: string | null;
  @ApiProperty({
    description: 'What enrichment found, by field',
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(ProfileValueDto) },
  })
  profile: Record<string, ProfileValue>;
  /** @example "2024-01-15T10:00:00.000Z" */
  createdAt: string;
  /** @example "2024-01-15T10:30:00.000Z" */
  updatedAt: string;
}

class CompanyPageDto extends ListPageDto {
  companies: CompanyDto[];
}

export class CompanyListResponse {
  /** @example true */
  success: boolean;
  data: CompanyPageDto;
}

export class CompanyResponse {
  /** @example true */
  success: boolean;
  data: CompanyDto;
}

export class CompanyChangedResponse extends CompanyResponse {
  /** @example "Company updated successfully" */
  message: string;
}

/** What the library gives is what the api shows; the types see to it. */
export const toCompanyDto = (company: CompanyDetail): CompanyDto => company;
