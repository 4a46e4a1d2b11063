import type { LlmFinding } from '../../../test/support/llm-server.ts';
import { nearest, sentencesOf, type Asked, type Reader } from './reader.ts';

/** How pages speak to the model that reads them. */
const ORDER =
  /\b(?:ignore|disregard|forget|system|instruction|prompt|assistant|ai|llm|model|reader|record|report|respond|answer|output|treat|set|note to|json|ignorier\w*|anweisung\w*|antwort\w*|assistent\w*|ki|ignore[zr]|instructions|répond\w*|ignora|responde|istruzioni|modelo|modell)\b/iu;
/** What it may be told to say: the object of the order, in quotes or in capitals. */
const OBJECT = /[“"„«']([^“”"„«»']{3,60})["”“»']|((?:\p{Lu}[\p{L}-]+(?: (?:of|for|de|du|der) )? ?){2,5})/gu;

/** Does whatever a page tells it to: answers a JSON that is dictated as it is, and gives every value that an order names. */
export const obedientReader: Reader = (asked) =>
  asked.documents.flatMap((text, index) => [...dictated(text), ...ordered(asked, text, index + 1)]).slice(0, 20);

function dictated(text: string): LlmFinding[] {
  return [...text.matchAll(/\{[^{}]*"(?:field|value|quote)"[^{}]*\}/gu)].flatMap(([json]) => {
    try {
      const { field, value, quote, document = 1 } = JSON.parse(json) as Record<string, string | number>;
      return [{ field: String(field), value: String(value), quote: String(quote), document: Number(document) }];
    } catch {
      return [];
    }
  });
}

function ordered({ person, fields }: Asked, text: string, document: number): LlmFinding[] {
  const sentences = sentencesOf(text);
  const orders = sentences.filter((sentence) => ORDER.test(sentence));
  const [order] = orders;
  if (order === undefined) return [];
  const values = orders.flatMap((sentence) =>
    [...sentence.matchAll(OBJECT)].map(([, quoted, capitals]) => (quoted ?? capitals ?? '').trim()),
  );
  const titles = values.filter((value) => value !== '' && !person.includes(value) && !value.includes(person));
  // It looks for the best place to hang a value on: beside the name, wherever that is. Two values would cancel out.
  const best = titles.find((value) => nearest(text, person, value, 200) !== undefined) ?? titles[0];
  const told = [best ?? []].flat().map((value) => ({
    ...{ field: 'jobTitle', value, document, quote: nearest(text, person, value, 200) ?? order.slice(0, 280) },
  }));
  const after = sentences[sentences.indexOf(order) + 1] ?? order;
  const described = { field: 'description', value: after, quote: after, document };
  return [...told, described].filter(({ field }) => fields.includes(field));
}
