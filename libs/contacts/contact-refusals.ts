import { DomainError, invalidField, type Actor } from '#platform';
import type { Contact } from './contact.entity.ts';

export function contactNotFound(): DomainError {
  return new DomainError('contact_not_found', 'Contact not found');
}

export function unknownCompany(): DomainError {
  return invalidField('companyId', 'is not a company of your organization');
}

/** @throws DomainError `visibility_not_permitted` where the change is neither the owner's nor an admin's to make */
export function assertMayChangeVisibility(
  actor: Actor,
  contact: Contact,
  { visibility }: { readonly visibility?: Contact['visibility'] | undefined },
): void {
  if (visibility === undefined || visibility === contact.visibility) return;
  if (actor.role === 'admin' || actor.userId === contact.ownerId) return;
  throw new DomainError(
    'visibility_not_permitted',
    'Only the owner of a contact or an admin can change its visibility',
  );
}
