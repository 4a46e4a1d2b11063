import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BarredEmail } from './barred-email.entity.ts';
import { BarredEmailsService } from './barred-emails.service.ts';
import { BarredMatch } from './barred-match.entity.ts';
import { CompaniesService } from './companies.service.ts';
import { Company } from './company.entity.ts';
import { Contact } from './contact.entity.ts';
import { ContactsService } from './contacts.service.ts';
import { EnrichedValue } from './enriched-value.entity.ts';
import { Evidence } from './evidence.entity.ts';
import { InsightsService } from './insights.service.ts';
import { ProfileService } from './profile.service.ts';
import { SuggestionsService } from './suggestions.service.ts';

const services = [
  ...[BarredEmailsService, CompaniesService, ContactsService, InsightsService, ProfileService, SuggestionsService],
];

/** Contacts, companies, and the profiles that enrichment keeps of both. */
@Module({
  imports: [TypeOrmModule.forFeature([Contact, Company, EnrichedValue, Evidence, BarredEmail, BarredMatch])],
  providers: services,
  exports: services,
})
export class ContactsModule {}
