import { CANCELLED, NODATA, NOTFOUND, Resolver } from 'node:dns/promises';
import { mailProvider } from '../mail/mail-domain.ts';
import { mailServiceOf } from '../mail/mail-service.ts';
import { isReservedDomain } from '../mail/reserved-domain.ts';
import { ProviderError } from '../providers/provider-error.ts';
import { onByDefault, type SourceDefinition } from '../source-definition.ts';
import type { Claim, SourceDocument, SourceOutcome } from '../source.ts';

/** What DNS says of mail to a domain. `answer` is there where the answer itself says that there is none. */
interface MailRecords {
  readonly domain: string;
  readonly mx: readonly { readonly exchange: string; readonly priority: number }[];
  readonly answer: 'NXDOMAIN' | '0 .' | null;
  readonly addresses: readonly string[];
}

/** Milliseconds for one try; each server is tried twice. */
const timeout = 1500;

export const dns: SourceDefinition = {
  about: {
    name: 'dns',
    description: "Asks the DNS whether the domain of the contact's email accepts mail, and which service receives it.",
    ...{ key: 'none', cost: 'Free', rateLimit: null },
    terms: 'Public records of the domain name system, which has no terms of use.',
    discloses: "To the name servers: the domain of the contact's email, never the mailbox.",
    gives: { contact: ['emailStatus', 'mailService'], company: [] },
  },
  offByDefault: onByDefault,
  create: ({ DNS_SERVERS: servers }) => ({
    name: dns.about.name,
    description: dns.about.description,
    async collect({ contact }, { signal, now }) {
      const domain = contact.email.slice(contact.email.lastIndexOf('@') + 1).toLowerCase();
      const provider = mailProvider(contact.email);
      if (!provider) return { outcome: 'skipped', reason: 'The domain of the email address is not a registered name' };
      // Name servers that the operator named may know names of their own.
      if (servers.length === 0 && isReservedDomain(domain)) {
        return { outcome: 'skipped', reason: 'The domain of the email address is reserved, and in no public DNS' };
      }
      const records = await lookUp(domain, servers, signal);
      return outcomeOf(records, provider.kind === 'organization', now);
    },
  }),
};

async function lookUp(domain: string, servers: readonly string[], signal: AbortSignal): Promise<MailRecords> {
  const resolver = new Resolver({ timeout, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await readRecords(resolver, domain);
  } catch (error) {
    if (error instanceof ProviderError || (error as { code?: unknown }).code === CANCELLED) throw error;
    throw new ProviderError('try_later', 'The name servers did not answer', { cause: error });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** RFC 5321 §5.1: without MX records mail goes to the domain's own address. RFC 7505: a single "0 ." refuses all mail. */
async function readRecords(resolver: Resolver, domain: string): Promise<MailRecords> {
  const none = { domain, mx: [], answer: null, addresses: [] };
  const mx = await found(resolver.resolveMx(domain));
  if (mx === 'NXDOMAIN') {
    await assertKnowsTopLevel(resolver, domain);
    return { ...none, answer: mx };
  }
  if (mx?.length === 1 && ['', '.'].includes(mx[0]?.exchange ?? '')) return { ...none, answer: '0 .' };
  const exchanges = (mx ?? []).map(({ exchange, priority }) => ({ exchange, priority }));
  if (exchanges.length > 0) return { ...none, mx: exchanges.sort((a, b) => a.priority - b.priority) };
  const [four, six] = await Promise.all([found(resolver.resolve4(domain)), found(resolver.resolve6(domain))]);
  return { ...none, addresses: [four, six].flatMap((addresses) => (Array.isArray(addresses) ? addresses : [])) };
}

/**
 * Name servers of a closed network deny every name outside it. Those that deny a domain's top level too say nothing
 * of the domain.
 */
async function assertKnowsTopLevel(resolver: Resolver, domain: string): Promise<void> {
  const topLevel = domain.slice(domain.lastIndexOf('.') + 1);
  if ((await found(resolver.resolveNs(topLevel))) !== 'NXDOMAIN') return;
  throw new ProviderError('broken', 'The name servers do not know the public DNS');
}

/** The records; null where the name has none of the kind. Any other failure is thrown. */
async function found<T>(records: Promise<T[]>): Promise<T[] | 'NXDOMAIN' | null> {
  try {
    return await records;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === NOTFOUND) return 'NXDOMAIN';
    if (code === NODATA) return null;
    throw error;
  }
}

function outcomeOf(records: MailRecords, ownDomain: boolean, now: Date): SourceOutcome {
  const document: SourceDocument = { url: null, fetchedAt: now, text: '', data: records };
  const claim = (
    field: 'emailStatus' | 'mailService',
    value: string,
    pointer: string,
    quote: string,
    extraction = 1,
  ) => ({
    ...{ subject: 'contact' as const, field, value, citation: { document, quote, pointer } },
    ...{ strength: { prior: 0.95, identity: 1, extraction }, inputs: ['email'] as const, basis: 'rule' as const },
  });
  const { mx, answer, addresses } = records;
  const documents = [document];
  if (answer)
    return { outcome: 'matched', claims: [claim('emailStatus', 'undeliverable', '/answer', answer)], documents };
  const [first] = mx;
  if (!first) {
    const [address] = addresses;
    if (!address)
      return { outcome: 'no_match', reason: 'The domain of the email address has no mail server', documents };
    // Many such domains only serve a website: it is worth a suggestion at most.
    const claims = [claim('emailStatus', 'domain_accepts_mail', '/addresses/0', address, 0.5)];
    return { outcome: 'matched', claims, documents };
  }
  const claims: Claim[] = [claim('emailStatus', 'domain_accepts_mail', '/mx/0/exchange', first.exchange)];
  const service = ownDomain ? mailServiceOf(first.exchange) : null;
  if (service) claims.push(claim('mailService', service, '/mx/0/exchange', first.exchange));
  return { outcome: 'matched', claims, documents };
}
