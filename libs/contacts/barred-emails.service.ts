import { Inject, Injectable } from '@nestjs/common';
import { byActor, CONFIG, DomainError, recordAudit, type Actor, type Config, type Page, type Paging } from '#platform';
import { createHmac } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { BarredEmail } from './barred-email.entity.ts';
import { foldEmail } from './fold-email.ts';

/** Emails of erased people that an organization does not want to have entered again. */
@Injectable()
export class BarredEmailsService {
  private readonly secret: Buffer;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) config: Pick<Config, 'API_KEY_SECRET' | 'EMAIL_BAR_SECRET'>,
  ) {
    const secret = config.EMAIL_BAR_SECRET ?? config.API_KEY_SECRET;
    this.secret = createHmac('sha256', secret).update('barred emails').digest();
  }

  /** What is kept of a barred email: HMAC-SHA256 (RFC 2104) of its folded form. */
  hashOf(email: string): Buffer {
    return createHmac('sha256', this.secret).update(foldEmail(email)).digest();
  }

  /** Bars an email from the commit of this transaction on. Twice is no fault. */
  async bar(manager: EntityManager, actor: Actor, email: string): Promise<void> {
    const { organizationId, userId: barredBy } = actor;
    const bar = { id: uuidv7(), organizationId, barredBy, emailHash: this.hashOf(email) };
    await manager.createQueryBuilder().insert().into(BarredEmail).values(bar).orIgnore().execute();
    const entry = { action: 'barred_email.created', subjectType: 'barred_email', subjectId: bar.id } as const;
    if (await manager.existsBy(BarredEmail, { id: bar.id })) await recordAudit(manager, byActor(actor), [entry]);
  }

  /**
   * To be called after the email has been written, see the migration that made the function.
   * @throws QueryFailedError of barred_emails_hash_key, which {@link refusal} explains
   */
  async refuse(manager: EntityManager, { organizationId }: Actor, email: string): Promise<void> {
    await manager.query('SELECT refuse_barred_email($1, $2)', [organizationId, this.hashOf(email)]);
  }

  /** Says that an email is barred; admins, who can lift the bar, are told its id. */
  async refusal(manager: EntityManager, actor: Actor, email: string): Promise<DomainError> {
    const { organizationId } = actor;
    const where = { organizationId, emailHash: this.hashOf(email) };
    const bar = actor.scopes.includes('admin') ? await manager.findOneBy(BarredEmail, where) : null;
    return new DomainError(
      'contact_email_barred',
      'The contact with this email was erased, and the email barred from being entered again',
      bar ? { existingId: bar.id } : {},
    );
  }

  /** Newest first. */
  async list({ organizationId }: Actor, { limit, offset }: Paging): Promise<Page<BarredEmail>> {
    const [items, total] = await this.dataSource.manager.findAndCount(BarredEmail, {
      where: { organizationId },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { items, total };
  }

  /** Allows an email again. @throws DomainError `barred_email_not_found` */
  async lift(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.delete(BarredEmail, { organizationId: actor.organizationId, id });
      if (affected === 0) throw new DomainError('barred_email_not_found', 'Barred email not found');
      const entry = { action: 'barred_email.lifted', subjectType: 'barred_email', subjectId: id } as const;
      await recordAudit(manager, byActor(actor), [entry]);
    });
  }
}
