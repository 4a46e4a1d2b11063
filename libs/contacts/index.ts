export { CompaniesService, type CompanyDetail } from './companies.service.ts';
export { Company } from './company.entity.ts';
export type { ContactDetail, ContactSummary } from './contact-queries.ts';
export { Contact, VISIBILITIES, type Visibility } from './contact.entity.ts';
export { ContactsModule } from './contacts.module.ts';
export { ContactsService } from './contacts.service.ts';
export type { EvidenceRecord, Profile, ProfileValue } from './profile-queries.ts';
export { ProfileService, type Finding, type MergedFinding } from './profile.service.ts';
