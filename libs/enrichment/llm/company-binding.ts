import { isSupposed } from './clauses.ts';
import { PASSING, SELF, VERB } from './company-verbs.ts';
import { plain } from './plain-text.ts';
import { notNow } from './title-words.ts';

/** What a company is, as opposed to whom it works for. */
const KIND =
  /^[ -]?(?:company|firm|business|agency|studio|startup|start-up|manufacturer|provider|vendor|consultancy|unternehmen|hersteller|agentur|anbieter|firma|société|entreprise|agence|empresa|agencia|azienda|agenzia|bedrijf|bureau|företag|virksomhed|yritys)\b/iu;
const OTHERS =
  /\b(?:for|customers?|clients?|serv\w*|partners?|suppliers?|like|unlike|such as|from|owned|subsidiary|für|kunden|pour|clients|para|clientes|per|clienti|voor|klanten)\b/iu;

/** Where a sentence's predicate begins, if the site's company is its subject; null otherwise. */
function predicateOf(sentence: string, companyName: string): number | null {
  const self = SELF.exec(sentence);
  if (self) return self[0].length;
  const name = plain(companyName).folded.trim();
  const short = name.replace(
    /[, ]+(?:inc|gmbh|ltd|llc|ag|sa|bv|corp|oy|ab|as|limited|kg|srl|spa|sarl|sas|plc|co)\.?$/u,
    '',
  );
  const { folded } = plain(sentence);
  const forms = [name, short, name.split(' ')[0] ?? ''].filter((form) => form !== '' && folded.startsWith(form));
  for (const { length } of forms) {
    const verb = VERB.exec(sentence.slice(length));
    if (verb) return length + verb[0].length;
  }
  return null;
}

/** Whether a sentence begins with a capital "we" of whoever writes it, so that it is no part of another. */
export function beginsAsSelf(sentence: string): boolean {
  return /^\p{Lu}/u.test(sentence) && SELF.test(plain(sentence).text);
}

/** Whether a quote is a sentence in which the company says what it is itself. */
export function describesCompany(quote: string, companyName: string): boolean {
  const sentence = plain(quote).text.trim();
  const predicate = predicateOf(sentence, companyName);
  const { folded } = plain(sentence);
  return predicate !== null && ![notNow, PASSING].some((pattern) => pattern.test(folded)) && !isSupposed(folded);
}

/** Whether a quote says that the company is in an industry: "Acme is a logistics company", not "… for logistics companies". */
export function namesIndustry(quote: string, industry: string, companyName: string): boolean {
  if (!describesCompany(quote, companyName)) return false;
  const { text, folded } = plain(quote);
  const sentence = text.trim();
  const at = folded.trim().indexOf(plain(industry).folded.trim());
  const predicate = predicateOf(sentence, companyName) ?? Infinity;
  if (at < predicate || OTHERS.test(sentence.slice(predicate, at))) return false;
  return KIND.test(sentence.slice(at + plain(industry).text.trim().length));
}
