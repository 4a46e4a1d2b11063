import { createHash } from 'node:crypto';
import type { SourceDefinition } from '../source-definition.ts';
import type { Claim } from '../source.ts';
import { canonicalUrl, profileKind } from '../web/urls.ts';
import { claimOf, isRoleMailbox, listOf, objectOf, profileIdentity, quoted, roleMailbox } from './profile-claims.ts';
import type { Profile } from './profile-claims.ts';

/** Reads Gravatar's profiles: https://docs.gravatar.com/rest-api/ (version 3.0.0). */
export const gravatar: SourceDefinition = {
  about: {
    name: 'gravatar',
    description: 'Reads the Gravatar profile of the contact’s email: job title, bio, avatar, verified accounts.',
    ...{ key: 'optional', keySetting: 'GRAVATAR_API_KEY', cost: 'Free' },
    rateLimit: '100 calls an hour, 1,000 with a key',
    terms: 'Public profiles that people keep themselves, free to use through the API under the terms of Automattic.',
    discloses: 'To Automattic: the SHA-256 of the contact’s email, from which a known address can be recognized.',
    gives: {
      contact: [
        'jobTitle',
        'seniority',
        'department',
        'bio',
        'locationText',
        'avatarUrl',
        'linkedinUrl',
        'githubUrl',
        'twitterUrl',
      ],
      company: [],
    },
  },
  baseUrl: (config) => config.GRAVATAR_BASE_URL,
  offByDefault: () => 'Off unless named in ENRICHMENT_SOURCES: it tells a third party whom you look for',
  create(config, provider) {
    const key = config.GRAVATAR_API_KEY;
    const client = provider({
      ...{ name: 'gravatar', title: 'Gravatar', baseUrl: config.GRAVATAR_BASE_URL },
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      limit: { calls: key === undefined ? 100 : 1000, seconds: 3600 },
    });
    return {
      name: gravatar.about.name,
      description: gravatar.about.description,
      async collect({ contact }, { lookups, signal }) {
        if (isRoleMailbox(contact)) return roleMailbox;
        const hash = createHash('sha256').update(contact.email.trim().toLowerCase()).digest('hex');
        const question = { provider: 'gravatar', operation: 'profile', kind: 'person' as const };
        const document = await lookups.find({ ...question, input: { hash }, version: 1 }, async () => {
          const answer = await client.get(`/profiles/${hash}`, signal);
          return { document: answer && { ...answer, text: '' } };
        });
        if (!document) return { outcome: 'no_match', reason: 'Gravatar has no profile for this email' };
        const data = objectOf(document.data);
        // A profile under another address may be a person's own, but nothing in the answer shows it.
        if (data['hash'] !== hash) {
          return { outcome: 'no_match', reason: 'Gravatar’s profile is of another email', documents: [document] };
        }
        const identity = profileIdentity(data['display_name'], contact);
        const claims = claimsOf({ document, identity }, data);
        if (claims.length > 0) return { outcome: 'matched', claims, documents: [document] };
        return { outcome: 'no_match', reason: 'The Gravatar profile is empty', documents: [document] };
      },
    };
  },
};

function claimsOf(profile: Profile, data: Readonly<Record<string, unknown>>): Claim[] {
  const accounts = listOf(data['verified_accounts']).flatMap((account, index) => accountClaim(profile, account, index));
  const avatar = typeof data['avatar_url'] === 'string' ? data['avatar_url'] : '';
  const avatarUrl = canonicalUrl(avatar);
  return [
    ...quoted(profile, 'jobTitle', data['job_title'], '/job_title', 0.8),
    ...quoted(profile, 'bio', data['description'], '/description', 0.9),
    ...quoted(profile, 'locationText', data['location'], '/location', 0.9),
    ...(avatarUrl === null
      ? []
      : [claimOf(profile, 'avatarUrl', avatarUrl, { quote: avatar, pointer: '/avatar_url', prior: 0.9 })]),
    ...accounts,
  ];
}

const accountFields = { linkedinPerson: 'linkedinUrl', github: 'githubUrl', twitter: 'twitterUrl' } as const;

/** Gravatar has had the owner sign in to these, so they are the owner's. Those that the owner hides are left alone. */
function accountClaim(profile: Profile, value: unknown, index: number): Claim[] {
  const account = objectOf(value);
  const quote = account['url'];
  if (typeof quote !== 'string' || account['is_hidden'] === true) return [];
  const url = canonicalUrl(quote);
  const kind = url === null ? null : profileKind(url);
  if (kind === null || kind === 'linkedinCompany') return [];
  return [
    claimOf(profile, accountFields[kind], url, { quote, pointer: `/verified_accounts/${index}/url`, prior: 0.95 }),
  ];
}
