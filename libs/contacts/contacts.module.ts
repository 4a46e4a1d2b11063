import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
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

/** Contacts, companies, and the profiles that enrichment keeps of both. */
@Module({
  imports: [TypeOrmModule.forFeature([Contact, Company, EnrichedValue, Evidence, BarredMatch])],
  providers: [ContactsService, CompaniesService, InsightsService, ProfileService, SuggestionsService],
  exports: [ContactsService, CompaniesService, InsightsService, ProfileService, SuggestionsService],
})
export class ContactsModule {}
