import { Injectable } from '@nestjs/common';
import {
  ContactsService,
  ProfileService,
  type Company,
  type Contact,
  type ContactDetail,
  type Expectation,
} from '#contacts';
import { inRepeatableTransaction, type Actor } from '#platform';
import { DataSource, In, type EntityManager } from 'typeorm';
import { EnrichmentJob } from '../enrichment-job.entity.ts';
import { JobQueue } from '../job-queue.ts';
import { companiesOf } from './companies-of-contact.ts';
import { forgetDocuments, sharedDocuments, type SharedDocument } from './person-documents.ts';
import { mentionsOf, type Mentions } from './person-mentions.ts';

/** How a contact is to be erased. */
interface ErasureOptions {
  /** Whether its email is barred from being entered again. */
  readonly bar: boolean;
  /** Asked under the contact's lock. */
  readonly expected?: Expectation<ContactDetail> | undefined;
}

/** Erases people: every copy of what is held on them, in one transaction, and their jobs in the queue. */
@Injectable()
export class ContactErasureService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly contacts: ContactsService,
    private readonly profiles: ProfileService,
    private readonly queue: JobQueue,
  ) {}

  /**
   * Erases a contact with its profile, evidence, suggestions, jobs and documents; of what is kept for its companies, of now
   * and before, and its colleagues, that which mentions it. What calls have cost stays, without what was asked.
   * @throws DomainError `contact_not_found`; `precondition_failed` where it is not as expected; `invalid_request` where an
   *   email is to be barred that it does not have
   */
  async erase(actor: Actor, contactId: string, options: ErasureOptions): Promise<void> {
    // One that cancels a job of the contact, and keeps its answer, locks the two the other way round.
    const jobIds = await inRepeatableTransaction(this.dataSource, (manager) =>
      this.eraseAll(manager, actor, contactId, options),
    );
    await Promise.all(jobIds.map((jobId) => this.queue.remove(jobId)));
  }

  /** @returns the ids of jobs that may be in the queue */
  private async eraseAll(
    manager: EntityManager,
    actor: Actor,
    contactId: string,
    { bar, expected }: ErasureOptions,
  ): Promise<string[]> {
    // Whoever would add to the contact now waits, and then finds that it is gone.
    const contact = await this.contacts.lockForErasure(manager, actor, contactId, expected);
    const mentions = mentionsOf(contact);
    const companies = await companiesOf(manager, contact);
    const documents = await documentsOf(manager, contact, companies, mentions);
    const live = await manager.find(EnrichmentJob, {
      select: { id: true },
      where: { organizationId: actor.organizationId, contactId, status: In(['queued', 'running']) },
    });
    for (const company of companies) {
      await this.profiles.forgetMentions(manager, actor.organizationId, company.id, mentions);
    }
    await this.contacts.erase(manager, actor, contact, bar);
    await forgetDocuments(manager, documents);
    return live.map(({ id }) => id);
  }
}

/** The shared documents that speak of a contact, as each of its companies leads to them. */
async function documentsOf(
  manager: EntityManager,
  contact: Contact,
  companies: readonly Pick<Company, 'id' | 'website'>[],
  mentions: Mentions,
): Promise<SharedDocument[]> {
  const found: SharedDocument[] = companies.length === 0 ? await sharedDocuments(manager, contact, null, mentions) : [];
  for (const { id, website } of companies) {
    found.push(...(await sharedDocuments(manager, { ...contact, companyId: id }, website, mentions)));
  }
  return [...new Map(found.map((document) => [document.id, document])).values()];
}
