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
  readonly document_id: string | null;
  readonly url: string | null;
  /** Quoted for the contact itself, not for the company. */
  readonly own: boolean;
}

const QUOTED = `
  SELECT DISTINCT e.document_id, e.url, v.contact_id IS NOT NULL AS own
  FROM enriched_values v JOIN evidence e ON e.organization_id = v.organization_id AND e.enriched_value_id = v.id
  WHERE v.organization_id = $1 AND (v.contact_id = $2 OR v.company_id = $3)`;

/** Walks the organization's part of source_documents_lookup_idx. */
const CANDIDATES = `
  SELECT id, url FROM source_documents
  WHERE organization_id = $1 AND contact_id IS NULL AND found AND (id = ANY ($2::uuid[])
    OR substring(url FROM '^https?://([^/:?#]+)') ~ ('(^|\\.)(' || $3 || ')$'))`;

/**
 * The pages and companies' records that speak of a contact: what its evidence quotes, and, of the sites that were read for
 * it, every page that mentions it. Those of the contact alone are its own, and not among them.
 */
export async function sharedDocuments(
  manager: EntityManager,
  contact: Contact,
  website: string | null,
  mentions: Mentions,
): Promise<SharedDocument[]> {
  const { organizationId, id, companyId } = contact;
  const quoted = await manager.query<Quoted[]>(QUOTED, [organizationId, id, companyId]);
  const own = new Set(quoted.flatMap(({ own, document_id }) => (own ? [document_id] : [])));
  const candidates = await manager.query<Pick<StoredDocument, 'id' | 'url'>[]>(CANDIDATES, [
    ...[organizationId, quoted.map(({ document_id }) => document_id).filter((known) => known !== null)],
    domainsOf(contact, website, quoted).map(literal).join('|') || '$^',
  ]);
  const found: SharedDocument[] = [];
  for (const document of candidates) {
    const byAddress = document.url !== null && mentions(document.url);
    const isAbout = byAddress || own.has(document.id) || mentions(await contentOf(manager, document.id));
    if (isAbout) found.push({ ...document, byAddress });
  }
  return found;
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

/** The domains whose pages may have been read for a contact. */
function domainsOf({ email }: Contact, website: string | null, quoted: readonly Quoted[]): string[] {
  const addresses = [website, ...quoted.map(({ url }) => url)].filter((url) => url !== null && URL.canParse(url));
  const hosts = addresses.map((url) => registrableDomain(new URL(url ?? '').hostname));
  const domains = [...hosts, email === null ? null : (mailProvider(email)?.domain ?? null)];
  return [...new Set(domains)].filter((domain) => domain !== null);
}

const literal = (domain: string): string => domain.replace(/[^a-z0-9-]/gi, (character) => `\\${character}`);

/** What a document says; of a page its markup. Read one by one, as some are large. */
async function contentOf(manager: EntityManager, id: string): Promise<string> {
  const sql = 'SELECT content FROM source_documents WHERE id = $1';
  const [row] = await manager.query<Pick<StoredDocument, 'content'>[]>(sql, [id]);
  if (!row?.content) return '';
  const content = (await unpacked(row.content)) as { readonly body?: unknown };
  return typeof content.body === 'string' ? content.body : JSON.stringify(content);
}
