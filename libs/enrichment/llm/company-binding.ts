import { plain } from './plain-text.ts';
import { notNow } from './title-words.ts';

/** Forms of "we are", with which a site begins to speak of itself; with accents, which tell "è" from "e". */
const SELF =
  /^(?:we(?:'re| are)|we (?:make|build|develop|design|offer|provide|help|produce|manufacture)|wir (?:sind|entwickeln|bauen|bieten|machen|fertigen)|nous (?:sommes|concevons|proposons|développons)|(?:nosotros )?somos|(?:noi )?siamo|wij zijn|vi är|vi er|olemme|jesteśmy)\b/iu;
const VERB =
  /^ ?(?:\([^)]{1,40}\) ?)?(?:,[^,.]{1,60}, )?(?:is|are|makes|builds|develops|designs|offers|provides|helps|produces|manufactures|ist|entwickelt|baut|bietet|fertigt|macht|est|conçoit|propose|développe|es|desarrolla|ofrece|è|sviluppa|é|desenvolve|maakt|är|er|on|jest)\b/iu;
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
  const found = [name, short].find((form) => form !== '' && folded.startsWith(form));
  const verb = found === undefined ? null : VERB.exec(sentence.slice(found.length));
  return found === undefined || !verb ? null : found.length + verb[0].length;
}

/** Whether a quote is a sentence in which the company says what it is itself. */
export function describesCompany(quote: string, companyName: string): boolean {
  const sentence = plain(quote).text.trim();
  const predicate = predicateOf(sentence, companyName);
  return predicate !== null && !notNow.test(plain(sentence).folded);
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
