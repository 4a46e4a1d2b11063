import type { ContactField } from '../fields.ts';
import { isSocial, profileKind, sameSite } from './urls.ts';

/** The field of a contact that an address on a page about them is for. */
export function linkField(url: string, pageUrl: string): ContactField | null {
  const kind = profileKind(url);
  if (kind === 'linkedinPerson') return 'linkedinUrl';
  if (kind === 'github') return 'githubUrl';
  if (kind === 'twitter') return 'twitterUrl';
  // A page about someone on their employer's site is not their website.
  return isSocial(new URL(url)) || sameSite(url, pageUrl) ? null : 'websiteUrl';
}
