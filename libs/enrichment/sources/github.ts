import type { OutboundResponse } from '#platform';
import { rateLimited, retryAfterMs, type Verdict } from '../providers/answer-status.ts';
import type { ProviderClient } from '../providers/provider-client.ts';
import type { SourceDefinition } from '../source-definition.ts';
import type { Claim } from '../source.ts';
import { canonicalUrl, profileKind } from '../web/urls.ts';
import { claimOf, isRoleMailbox, listOf, objectOf, profileIdentity, quoted, roleMailbox } from './profile-claims.ts';
import type { Profile } from './profile-claims.ts';

type Json = Readonly<Record<string, unknown>>;

/** Reads GitHub's REST API, version 2022-11-28: https://docs.github.com/en/rest/search and /users. */
export const github: SourceDefinition = {
  about: {
    name: 'github',
    description:
      'Finds the GitHub account that publishes the contact’s email, or commits under it, and reads its profile.',
    ...{ key: 'optional', keySetting: 'GITHUB_TOKEN', cost: 'Free' },
    rateLimit: '10 searches a minute and 60 profiles an hour; 30 and 5,000 with a token',
    terms: 'Public profiles, under GitHub’s terms of service; not for spam or for selling personal data.',
    discloses: 'To GitHub: the contact’s email, as a search.',
    gives: { contact: ['githubUrl', 'bio', 'locationText', 'websiteUrl', 'twitterUrl'], company: [] },
  },
  baseUrl: (config) => config.GITHUB_BASE_URL,
  offByDefault: () => 'Off unless named in ENRICHMENT_SOURCES: it tells a third party whom you look for',
  create(config, provider) {
    const token = config.GITHUB_TOKEN;
    const common = {
      ...{ title: 'GitHub', baseUrl: config.GITHUB_BASE_URL, verdict },
      headers: {
        'x-github-api-version': '2022-11-28',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    };
    // GitHub counts searches apart from the rest.
    const searches = provider({ ...common, name: 'github_search', limit: { calls: token ? 30 : 10, seconds: 60 } });
    const users = provider({ ...common, name: 'github', limit: { calls: token ? 5000 : 60, seconds: 3600 } });
    return {
      name: github.about.name,
      description: github.about.description,
      async collect({ contact }, { lookups, signal }) {
        if (isRoleMailbox(contact)) return roleMailbox;
        const email = contact.email.trim().toLowerCase();
        // In a search, quotes and white space would be syntax.
        if (/["\s\\]/.test(email)) return { outcome: 'skipped', reason: 'GitHub cannot be searched for this email' };
        const question = { provider: 'github', operation: 'account_by_email', kind: 'person' as const };
        const account = await lookups.find({ ...question, input: { email }, version: 1 }, async () => ({
          document: await findAccount(email, searches, users, signal),
        }));
        if (!account) return { outcome: 'no_match', reason: 'No GitHub account is tied to this email' };
        const data = objectOf(account.data);
        const identity = profileIdentity(data['name'], contact);
        const claims = claimsOf({ document: account, identity }, data);
        return { outcome: 'matched', claims, documents: [account] };
      },
    };
  },
};

interface Account {
  readonly url: string;
  readonly fetchedAt: Date;
  readonly text: '';
  readonly data: Json;
}

/** The account whose public email this is; else the one that GitHub credits with the commits made under it. */
async function findAccount(
  email: string,
  searches: ProviderClient,
  users: ProviderClient,
  signal: AbortSignal,
): Promise<Account | null> {
  const query = (text: string) => new URLSearchParams({ q: text, per_page: '5' }).toString();
  const named = await searches.get(`/search/users?${query(`"${email}" in:email`)}`, signal);
  const logins = listOf(objectOf(named?.data)['items']).map((item) => objectOf(item)['login']);
  const login = onlyOne(logins);
  if (login !== null) {
    const account = await readAccount(login, users, signal);
    const published = account?.data['email'];
    if (typeof published === 'string' && published.trim().toLowerCase() === email) return account;
  }
  const commits = await searches.get(`/search/commits?${query(`author-email:"${email}"`)}`, signal);
  const author = onlyOne(listOf(objectOf(commits?.data)['items']).map((item) => authorOf(objectOf(item), email)));
  return author === null ? null : readAccount(author, users, signal);
}

/** The account that GitHub links a commit's author address to: only one that has confirmed the address. */
function authorOf(item: Json, email: string): unknown {
  const written = objectOf(objectOf(item['commit'])['author'])['email'];
  const exact = typeof written === 'string' && written.toLowerCase() === email;
  return exact ? (objectOf(item['author'])['login'] ?? undefined) : undefined;
}

/** The one login that all results name; null where they name none, or several. */
function onlyOne(values: readonly unknown[]): string | null {
  const logins = new Set(values.filter((value) => typeof value === 'string' && /^[\w-]{1,60}$/.test(value)));
  const [first] = logins;
  return logins.size === 1 && typeof first === 'string' ? first : null;
}

async function readAccount(login: string, users: ProviderClient, signal: AbortSignal): Promise<Account | null> {
  const answer = await users.get(`/users/${login}`, signal);
  const data = objectOf(answer?.data);
  if (!answer || data['type'] !== 'User' || data['login'] !== login) return null;
  return { url: answer.url, fetchedAt: answer.fetchedAt, text: '', data };
}

function claimsOf(profile: Profile, data: Json): Claim[] {
  const blog = typeof data['blog'] === 'string' ? data['blog'].trim() : '';
  const website = /^https?:/i.test(blog) ? canonicalUrl(blog) : null;
  const handle = data['twitter_username'];
  return [
    ...(isAccount(data['html_url']) ? quoted(profile, 'githubUrl', data['html_url'], '/html_url', 0.95) : []),
    ...quoted(profile, 'bio', data['bio'], '/bio', 0.85),
    ...quoted(profile, 'locationText', data['location'], '/location', 0.85),
    ...(website === null
      ? []
      : [claimOf(profile, 'websiteUrl', website, { quote: blog, pointer: '/blog', prior: 0.85 })]),
    ...(typeof handle === 'string' && /^\w{1,15}$/.test(handle)
      ? [
          claimOf(profile, 'twitterUrl', `https://x.com/${handle}`, {
            ...{ quote: handle, pointer: '/twitter_username', prior: 0.85, basis: 'rule' },
          }),
        ]
      : []),
  ];
}

/** Whether an address is of an account on GitHub itself, whatever the answer calls it. */
function isAccount(address: unknown): boolean {
  const url = typeof address === 'string' ? canonicalUrl(address) : null;
  return url !== null && profileKind(url) === 'github';
}

/**
 * GitHub says 403 or 429 where the limit is used up, with `x-ratelimit-remaining: 0` and the time of the reset in
 * seconds since 1970, or with `Retry-After`; and 422 to a search that it does not take.
 */
function verdict(answer: OutboundResponse): Verdict | undefined {
  const { status, headers, fetchedAt } = answer;
  if (status === 422) return 'no_match';
  if (status !== 403 && status !== 429) return undefined;
  const wait = retryAfterMs(answer);
  if (wait !== undefined) return rateLimited('GitHub', wait);
  if (headers['x-ratelimit-remaining'] !== '0') return undefined;
  const reset = Number(headers['x-ratelimit-reset']) * 1000 - fetchedAt.getTime();
  return rateLimited('GitHub', Number.isFinite(reset) ? Math.max(reset, 0) : undefined);
}
