import { DomainError, type Actor } from '#platform';
import type { EntityManager } from 'typeorm';
import type { BarredEmailsService } from './barred-emails.service.ts';
import { visibleContacts } from './conditions.ts';
import { violates } from './constraints.ts';
import type { Contact } from './contact.entity.ts';

/**
 * The email to store for a contact: undefined leaves it as it is, as does the same email again.
 * @throws DomainError `contact_email_locked` while an active user account has the one that is there
 */
export async function emailToStore(
  manager: EntityManager,
  contact: Contact,
  email: string | null | undefined,
): Promise<string | null | undefined> {
  if (email === undefined || email === contact.email) return undefined;
  const [row] = await manager.query<[{ same: boolean; locked: boolean }]>(
    `SELECT coalesce(fold_email($3) = fold_email($2), false) AS same,
       EXISTS (SELECT FROM users WHERE organization_id = $1 AND email_key = fold_email($2) AND active) AS locked`,
    [contact.organizationId, contact.email, email],
  );
  if (!row.locked) return email;
  if (row.same) return undefined;
  throw new DomainError('contact_email_locked', 'Email cannot be changed for contacts with active user accounts', {
    problems: [{ field: 'email', message: 'belongs to an active user account' }],
  });
}

/**
 * Turns the database's refusal of an email into the domain's.
 * @returns DomainError `contact_email_taken`, with the other contact's id where the actor may see it, or
 *   `contact_email_barred`, with the bar's for admins; any other error as it is
 */
export async function explainEmailRefused(
  manager: EntityManager,
  error: unknown,
  bars: BarredEmailsService,
  actor: Actor,
  email: string | null | undefined,
): Promise<unknown> {
  if (violates(error, 'barred_emails_hash_key')) return bars.refusal(manager, actor, email ?? '');
  if (!violates(error, 'contacts_email_key')) return error;
  const visible = visibleContacts(actor).where('c.email_key = fold_email(?)', email);
  const rows = await manager.query<{ id: string }[]>(
    `SELECT c.id FROM contacts c WHERE ${visible.sql}`,
    visible.parameters,
  );
  const existing = rows[0] ? { existingId: rows[0].id, contactId: rows[0].id } : {};
  return new DomainError(
    'contact_email_taken',
    'Contact with this email already exists in your organization',
    existing,
  );
}
