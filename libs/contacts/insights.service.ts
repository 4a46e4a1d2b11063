import { Injectable } from '@nestjs/common';
import type { Actor } from '#platform';
import { CompaniesService } from './companies.service.ts';
import { ContactsService } from './contacts.service.ts';
import { composeInsights, type Insights } from './insights.ts';
import { SuggestionsService } from './suggestions.service.ts';

/** So many open suggestions are mentioned at the most. */
const MAX_SUGGESTIONS = 10;

/** Briefs on contacts. */
@Injectable()
export class InsightsService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly companies: CompaniesService,
    private readonly suggestions: SuggestionsService,
  ) {}

  /** The brief on a contact, made from what is known at the moment. @throws DomainError `contact_not_found` */
  async get(actor: Actor, contactId: string): Promise<Insights> {
    const contact = await this.contacts.get(actor, contactId);
    const [company, suggestions] = await Promise.all([
      contact.company ? this.companies.get(actor, contact.company.id) : null,
      this.suggestions.list(actor, contactId, { limit: MAX_SUGGESTIONS, offset: 0 }),
    ]);
    return composeInsights({ contact, company, suggestions: suggestions.items });
  }
}
