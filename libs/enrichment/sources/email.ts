import { fold } from '../web/text.ts';
import { mailProvider } from '../mail/mail-domain.ts';
import { isRoleAccount } from '../mail/role-account.ts';
import { onByDefault, type SourceDefinition } from '../source-definition.ts';
import type {
  Claim,
  EnrichmentSource,
  EnrichmentSubject,
  SourceDocument,
  SourceOutcome,
  SubjectInput,
} from '../source.ts';

/** The record is the contact's own, so the identity is certain; what is left is how well the rules read an address. */
const prior = 0.95;

/** Reads the address itself: no mail is sent and nothing is looked up. */
export const emailSource: EnrichmentSource = {
  name: 'email',
  description: "Reads the contact's email address: role or personal mailbox, kind of provider, the company's domain.",
  collect: ({ contact }, { now }) => Promise.resolve(readEmail(contact, now)),
};

function readEmail(contact: EnrichmentSubject['contact'], now: Date): SourceOutcome {
  const at = contact.email.lastIndexOf('@');
  if (at < 1) return { outcome: 'skipped', reason: 'The contact has no email address' };
  const document: SourceDocument = { url: null, fetchedAt: now, text: '', data: { email: contact.email } };
  const claim = (extraction: number, inputs: SubjectInput[] = ['email']) => ({
    subject: 'contact' as const,
    citation: { document, quote: contact.email, pointer: '/email' },
    strength: { prior, identity: 1, extraction },
    inputs,
    basis: 'rule' as const,
  });
  const provider = mailProvider(contact.email);
  if (!provider) return { outcome: 'no_match', reason: 'The domain of the email address is not a registered name' };
  const names = [contact.firstName, contact.lastName ?? ''].flatMap((name) => fold(name).split(' ')).filter(Boolean);
  const localPart = contact.email.slice(0, at);
  const role = isRoleAccount(localPart, names);
  // A mailbox that carries the person's name is theirs; of any other nothing is said, as no list knows every role.
  const named = names.some((name) => name.length > 1 && fold(localPart).includes(name));
  const claims: Claim[] = [{ ...claim(1), field: 'emailProvider', value: provider.kind }];
  if (role || named) {
    const inputs: SubjectInput[] = ['email', 'firstName', 'lastName'];
    claims.push({ ...claim(1, inputs), field: 'emailType', value: role ? 'role' : 'personal' });
  }
  if (provider.domain) claims.push({ ...claim(1), field: 'companyDomain', value: provider.domain });
  return { outcome: 'matched', claims };
}

export const email: SourceDefinition = {
  about: {
    ...{ name: emailSource.name, description: emailSource.description },
    ...{ key: 'none', cost: 'Free', rateLimit: null },
    terms: 'The list of throw-away domains is in the public domain (disposable-email-domains-js, CC0).',
    discloses: 'Nothing: it works on this machine.',
    gives: { contact: ['emailType', 'emailProvider', 'companyDomain'], company: [] },
  },
  offByDefault: onByDefault,
  create: () => emailSource,
};
