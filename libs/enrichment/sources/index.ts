import type { EnrichmentSource } from '../source.ts';
import { addressSource } from './address.ts';
import { companyWebsiteSource } from './company-website.ts';
import { emailSource } from './email.ts';
import { phoneSource } from './phone.ts';

/** Every source, in the order in which they are asked. */
export const enrichmentSources: readonly EnrichmentSource[] = [
  emailSource,
  phoneSource,
  addressSource,
  companyWebsiteSource,
];
