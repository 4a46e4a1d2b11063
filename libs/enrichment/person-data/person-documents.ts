import { domainToASCII } from 'node:url';
import type { Contact } from '#contacts';
import type { EntityManager } from 'typeorm';
import { unpacked } from '../documents/packing.ts';
import type { StoredDocument } from '../documents/stored-document.entity.ts';
import { mailProvider } from '../mail/mail-domain.ts';
import { registrableDomain } from '../web/urls.ts';
import type { Mentions } from './person-mentions.ts';

/** A document that several contacts may share, and that speaks of one of them. */
export interface SharedDocument extends Pick<StoredDocument, 'id' | 'url'> {
  /** Whether its very address does. */
  readonly byAddress: boolean;
}

interface Quoted {
  readonly document_id: string;
  /** Where it is a page: a record's address is that of a register, which has everybody's. */
  readonly page_url: string | null;
  /** Quoted for the contact itself, not for the company. */
  readonly own: boolean;
}

interface Candidate extends Pick<StoredDocument, 'id' | 'url'> {
  /** Whether there still is content to look through. */
  readonly readable: boolean;
}

/** How many documents are read at once: some are large. */
const BATCH = 16;

const QUOTED = `
  SELECT d.id AS document_id, CASE WHEN d.kind = 'page' THEN d.url END AS page_url, bool_or(v.contact_id IS NOT NULL) AS own
  FROM enriched_values v JOIN evidence e ON e.organization_id = v.organization_id AND e.enriched_value_id = v.id
    JOIN source_documents d ON d.organization_id = e.organization_id AND d.id = e.document_id
  WHERE v.organization_id = $1 AND (v.contact_id = $2 OR v.company_id = $3) GROUP BY d.id`;

/**
 * Parameters: $1 organization, $2 the documents that are quoted, with which go other answers to the same questions, $3
 * domains, whose pages are found in the organization's part of source_documents_lookup_idx.
 */
const CANDIDATES = `
  SELECT id, url, content IS NOT NULL AS readable FROM source_documents
  WHERE organization_id = $1 AND contact_id IS NULL AND found AND (lookup_hash IN (
      SELECT lookup_hash FROM source_documents WHERE organization_id = $1 AND id = ANY ($2::uuid[]))
    OR kind = 'page' AND EXISTS (SELECT FROM unnest($3::text[]) AS domain
      WHERE right('.' || substring(url FROM '^https?://([^/:?#]+)'), length(domain) + 1) = '.' || domain))
  ORDER BY id`;

const CONTENTS = 'SELECT id, content FROM source_documents WHERE id = ANY ($1::uuid[]) AND content IS NOT NULL';

/**
 * The pages and companies' records that speak of a contact: what its evidence quotes; of the sites that were read for it,
 * every page that mentions it; of records, those that its company's evidence quotes and that mention it. Those of the
 * contact alone are its own, and not among them.
 */
export async function sharedDocuments(
  manager: EntityManager,
  contact: Contact,
  website: string | null,
  mentions: Mentions,
): Promise<SharedDocument[]> {
  const { organizationId, id, companyId } = contact;
  const quoted = await manager.query<Quoted[]>(QUOTED, [organizationId, id, companyId]);
  const own = new Set(quoted.filter(({ own }) => own).map(({ document_id }) => document_id));
  const candidates = await manager.query<Candidate[]>(CANDIDATES, [
    ...[organizationId, quoted.map(({ document_id }) => document_id)],
    domainsOf(contact, website, quoted),
  ]);
  const named = new Set(candidates.filter(({ url }) => url !== null && mentions(url)).map(({ id }) => id));
  const unsure = candidates.filter(({ id, readable }) => readable && !named.has(id) && !own.has(id));
  const mentioning = await thoseThatMention(manager, unsure, mentions);
  return candidates
    .filter(({ id }) => named.has(id) || own.has(id) || mentioning.has(id))
    .map(({ id, url }) => ({ id, url, byAddress: named.has(id) }));
}

/**
 * Forgets documents: whole where nobody quotes them any more, else their content, which leaves to others where and when
 * their quote was read.
 */
export async function forgetDocuments(manager: EntityManager, documents: readonly SharedDocument[]): Promise<void> {
  const ids = documents.map(({ id }) => id);
  const named = documents.filter(({ byAddress }) => byAddress).map(({ id }) => id);
  await manager.query(
    `DELETE FROM source_documents d WHERE id = ANY ($1::uuid[])
       AND (id = ANY ($2::uuid[]) OR NOT EXISTS (SELECT FROM evidence e WHERE e.document_id = d.id))`,
    [ids, named],
  );
  await manager.query('UPDATE source_documents SET content = NULL WHERE id = ANY ($1::uuid[])', [ids]);
}

/** The domains whose pages may have been read for a contact, as addresses have them. */
function domainsOf({ email }: Contact, website: string | null, quoted: readonly Quoted[]): string[] {
  const addresses = [website, ...quoted.map(({ page_url }) => page_url)];
  const hosts = addresses.flatMap((url) => (url !== null && URL.canParse(url) ? [new URL(url).hostname] : []));
  const mail = email === null ? '' : domainToASCII(mailProvider(email)?.domain ?? '');
  return [...new Set([...hosts.map((host) => registrableDomain(host) ?? ''), mail])].filter((domain) => domain !== '');
}

/** The ids of the documents whose content mentions somebody. Read some at a time. */
async function thoseThatMention(
  manager: EntityManager,
  documents: readonly Candidate[],
  mentions: Mentions,
): Promise<Set<string>> {
  const ids = documents.map(({ id }) => id);
  const found = new Set<string>();
  for (let at = 0; at < ids.length; at += BATCH) {
    const rows = await manager.query<{ id: string; content: Buffer }[]>(CONTENTS, [ids.slice(at, at + BATCH)]);
    for (const { id, content } of rows) if (mentions(await textOf(content))) found.add(id);
  }
  return found;
}

/** What a document says; of a page its markup. */
async function textOf(packed: Buffer): Promise<string> {
  const content = (await unpacked(packed)) as { readonly body?: unknown };
  return typeof content.body === 'string' ? content.body : JSON.stringify(content);
}
