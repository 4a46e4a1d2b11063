import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { parse } from 'tldts';

/** Who runs a mailbox's domain; `domain` is the registrable one of an organization. */
export type MailProvider =
  | { readonly kind: 'free' | 'disposable'; readonly domain: null }
  | { readonly kind: 'organization'; readonly domain: string };

/** Providers under many country suffixes. */
const freeBrands = new Set('yahoo ymail rocketmail hotmail gmx yandex outlook live msn zohomail'.split(' '));
/** `outlook` and `live` are also words that a company may register elsewhere, so those count under these suffixes only. */
const brandSuffixes =
  /^(com|net|de|fr|es|it|at|ch|be|nl|se|no|dk|fi|pt|ie|in|jp|ca|ru|ua|by|kz|gr|hu|cz|sk|ro|cl|pe|eu|us|li|com?\.[a-z]{2})$/;

/** A short curated list; see also the brands above. */
const freeDomains = new Set(
  `gmail.com googlemail.com icloud.com me.com mac.com aol.com aim.com mail.com email.com usa.com inbox.com gmx.net
  web.de freenet.de t-online.de arcor.de online.de posteo.de posteo.net mailbox.org
  proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com tutamail.com keemail.me
  zoho.com zoho.eu fastmail.com fastmail.fm hushmail.com hey.com duck.com runbox.com disroot.org riseup.net mailfence.com
  ya.ru mail.ru bk.ru list.ru inbox.ru internet.ru rambler.ru ukr.net i.ua
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com
  naver.com daum.net hanmail.net kakao.com nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it alice.it tiscali.it tin.it
  telenet.be skynet.be ziggo.nl kpnmail.nl xs4all.nl planet.nl home.nl hetnet.nl bluewin.ch sunrise.ch hispeed.ch
  aon.at chello.at telia.com bredband.net online.no tele2.se
  wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz email.cz centrum.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg
  sapo.pt terra.es telefonica.net uol.com.br bol.com.br terra.com.br ig.com.br globo.com
  btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk eircom.net
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com
  shaw.ca rogers.com sympatico.ca videotron.ca bigpond.com optusnet.com.au xtra.co.nz rediffmail.com walla.co.il`.split(
    /\s+/,
  ),
);

/** Made once: the library makes a new set of its ten thousands for each question. */
const disposableDomains: ReadonlySet<string> = disposableEmailBlocklistSet();

/**
 * Says who runs the domain of a mailbox.
 * @param email a valid address
 * @returns null where the domain is no name that someone registered: an address literal, a bare public suffix
 */
export function mailProvider(email: string): MailProvider | null {
  const host = email
    .slice(email.lastIndexOf('@') + 1)
    .toLowerCase()
    .replace(/\.$/, '');
  const { domain, domainWithoutSuffix: brand, publicSuffix } = parse(host, { allowPrivateDomains: true });
  if (!domain || !brand || host.startsWith('[')) return null;
  if (freeDomains.has(domain) || (freeBrands.has(brand) && brandSuffixes.test(publicSuffix ?? ''))) {
    return { kind: 'free', domain: null };
  }
  if (disposableDomains.has(host) || disposableDomains.has(domain)) return { kind: 'disposable', domain: null };
  return { kind: 'organization', domain };
}
