import type { CollectedResult } from '../collect.ts';
import { mailProvider } from '../mail/mail-domain.ts';
import type { EnrichmentSubject, SourceDocument, SubjectInput } from '../source.ts';
import { markupNodes, textsOf } from '../web/markup-nodes.ts';
import { namesPerson } from '../web/names.ts';
import type { PageDocument } from '../web/page.ts';
import { registrableDomain } from '../web/urls.ts';

interface Identity {
  readonly identity: number;
  readonly inputs: readonly SubjectInput[];
}

/** How sure it is that a document speaks of the contact, and of their company; null where nothing says so. */
export interface Standing {
  readonly person: Identity | null;
  readonly company: Identity | null;
}

/** Of domain and name. */
const BY_DOMAIN = 0.8;

/**
 * What a document is worth, as the source that read it judged it: for a person the domain of their own mail, or the site
 * that is surely their company's; for the company what the source's own claims rest on.
 */
export function standingIn(
  results: readonly CollectedResult[],
  { contact }: EnrichmentSubject,
): (document: SourceDocument) => Standing | null {
  const mailDomain = mailProvider(contact.email)?.domain ?? null;
  return (document) => {
    const result = results.find(({ documents }) => documents.includes(document));
    if (!result || document.url === null) return null;
    const company = companyIdentity(result);
    const byMail = mailDomain !== null && registrableDomain(document.url) === mailDomain;
    const person = byMail
      ? { identity: BY_DOMAIN, inputs: ['email'] as const }
      : company && { ...company, identity: Math.min(company.identity, BY_DOMAIN) };
    return { company, person: result.documents.some((page) => markupSpeaksFor(page, contact)) ? null : person };
  };
}

function companyIdentity({ claims }: CollectedResult): Identity | null {
  const about = claims.filter(({ subject, field }) => subject === 'company' && field === 'domain');
  const [claim] = about;
  return claim ? { identity: claim.strength.identity, inputs: claim.inputs } : null;
}

/**
 * Whether a page's markup says of somebody by this name what they do, or whose they are. Where no claim came of that it
 * was somebody else, a former colleague, or one of two namesakes: then prose cannot say more.
 */
function markupSpeaksFor(document: SourceDocument, { firstName, lastName }: EnrichmentSubject['contact']): boolean {
  if (lastName === null || !isPage(document)) return false;
  return markupNodes(document).some(
    (node) =>
      node.types.includes('Person') &&
      textsOf(node, 'name').some(({ text }) => namesPerson(text, firstName, lastName)) &&
      ['jobTitle', 'email', 'worksFor', 'deathDate'].some((property) => node.properties[property] !== undefined),
  );
}

function isPage(document: SourceDocument): document is PageDocument {
  return document.data !== null && typeof document.data === 'object' && 'microdata' in document.data;
}
