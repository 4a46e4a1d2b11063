import { getDomain } from 'tldts';

const maxUrlLength = 500;
const trackingParameter = /^(utm_\w+|gclid|fbclid|mc_[ce]id|trk|ref|ref_src)$/i;

/** Handles that are pages of the network itself, not of a member. */
const reservedPaths = {
  twitter:
    /^(intent|share|home|search|hashtag|i|login|signup|privacy|tos|about|explore|settings|messages|compose|jobs|download|oauth)$/i,
  github:
    /^(about|apps|blog|collections|contact|customer-stories|enterprise|events|explore|features|issues|join|login|marketplace|new|notifications|orgs|organizations|pricing|pulls|readme|search|security|settings|site|sponsors|stars|topics|trending|users)$/i,
};

/** What an address on a social network stands for; null for shares, posts, searches and every other host. */
export type ProfileKind = 'linkedinPerson' | 'linkedinCompany' | 'twitter' | 'github';

const linkedinSections: ReadonlyMap<string, ProfileKind> = new Map([
  ['in', 'linkedinPerson'],
  ['company', 'linkedinCompany'],
]);

/**
 * The address that a citation's quote stands for: resolved against its document, without fragment and tracking
 * parameters, and without any parameters on a social network.
 * @returns null for anything but http and https, with credentials, or longer than 500 characters
 */
export function canonicalUrl(quote: string, base?: string | null): string | null {
  const text = quote.trim();
  if (text.length > maxUrlLength || !URL.canParse(text, base ?? undefined)) return null;
  const url = new URL(text, base ?? undefined);
  if (!isPublicPage(url)) return null;
  url.hash = '';
  if (isSocial(url)) url.search = '';
  for (const name of [...url.searchParams.keys()]) if (trackingParameter.test(name)) url.searchParams.delete(name);
  return url.href.length <= maxUrlLength ? url.href : null;
}

function isPublicPage({ protocol, username, password, hostname }: URL): boolean {
  return /^https?:$/.test(protocol) && !username && !password && hostname.includes('.');
}

/** Which kind of profile a canonical URL leads to, judged by its host and the shape of its path. */
export function profileKind(address: string): ProfileKind | null {
  const { hostname, pathname } = new URL(address);
  const path = pathname.split('/').filter(Boolean);
  const host = hostname.replace(/^(www|m|mobile)\./, '');
  if (host === 'linkedin.com' || /^[a-z]{2,3}\.linkedin\.com$/.test(host)) return linkedinKind(path);
  const [handle = '', ...more] = path;
  if (more.length) return null;
  if (host === 'twitter.com' || host === 'x.com') {
    return /^@?\w{1,15}$/.test(handle) && !reservedPaths.twitter.test(handle) ? 'twitter' : null;
  }
  const isLogin = host === 'github.com' && /^[a-z\d](-?[a-z\d]){0,38}$/i.test(handle);
  return isLogin && !reservedPaths.github.test(handle) ? 'github' : null;
}

/** A profile's language may follow its name: /in/jane-doe/de. */
function linkedinKind([section = '', name = '', ...more]: readonly string[]): ProfileKind | null {
  if (!/^[\p{L}\p{N}%_.&'-]{2,200}$/u.test(name) || more.length > 1) return null;
  return linkedinSections.get(section) ?? null;
}

/** Hosts whose pages belong to a network, so never to the company or person they are about. */
export function isSocial(url: URL): boolean {
  return /(^|\.)(linkedin|twitter|x|github|facebook|instagram|youtube|tiktok|xing|medium|pinterest|threads|wikipedia|crunchbase|t)\.(com|net|org|co)$/.test(
    url.hostname,
  );
}

/** The domain that its owner registered (public suffix list, private suffixes included); null for an address literal. */
export function registrableDomain(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true });
}

/** Whether two addresses are of one site: the same registered domain. */
export function sameSite(one: string, other: string): boolean {
  const domain = registrableDomain(one);
  return domain === null ? new URL(one).host === new URL(other).host : domain === registrableDomain(other);
}
