import type { LlmFinding } from '../../../test/support/llm-server.ts';
import type { Known } from './known.ts';
import { nearest, pick, placesOf, sentencesOf, toSentenceEnd, type Asked, type Reader } from './reader.ts';

/**
 * Finds what the labels say of the person and the company, wherever a page has it in words, and quotes the sentence. As
 * models do, it now and then misquotes, mistakes the document's number, or throws in a colleague, an old role or a platitude.
 */
export function carefulReader(known: Known): Reader {
  return (asked) => {
    const right = asked.fields.flatMap((field) => {
      const found = field === 'jobTitle' ? titleOf(known, asked, asked.person) : factOf(known, asked, field);
      return found ? [carelessly(found, asked)] : [];
    });
    return [...right, ...needless(known, asked)].filter(({ field }) => asked.fields.includes(field));
  };
}

function titleOf({ titles }: Known, { documents }: Asked, person: string): LlmFinding | undefined {
  for (const value of titles.get(person) ?? []) {
    for (const [index, text] of documents.entries()) {
      const passage = nearest(text, person, value, 150);
      if (passage !== undefined)
        return { field: 'jobTitle', value, document: index + 1, quote: toSentenceEnd(text, passage) };
    }
  }
  return undefined;
}

function factOf({ companies }: Known, { company, documents }: Asked, field: string): LlmFinding | undefined {
  const values = { ...companies.get(company) }[field as 'industry' | 'description'] ?? [];
  for (const value of values) {
    for (const [index, text] of documents.entries()) {
      const [at] = placesOf(value.replace(/[.。]$/u, ''), text);
      if (at === undefined) continue;
      const quote =
        field === 'description' ? value : toSentenceEnd(text, text.slice(Math.max(0, at - 30), at + value.length));
      return { field, value, document: index + 1, quote };
    }
  }
  return undefined;
}

/** One finding in ten is spoilt. */
function carelessly(finding: LlmFinding, { chance, documents }: Asked): LlmFinding {
  const { field, value, quote, document = 1 } = finding;
  const luck = chance(`slip ${field}`);
  if (luck > 0.1) return finding;
  if (luck < 0.04) return { ...finding, quote: quote.replace(/ (\S+)/u, ' $1 currently') };
  if (luck < 0.07) return { ...finding, quote: quote.slice(0, Math.max(10, quote.length - value.length)) };
  return { ...finding, document: (document % documents.length) + 1 };
}

/** What nobody asked for. */
function needless(known: Known, asked: Asked): LlmFinding[] {
  const { chance, documents, company } = asked;
  const text = documents[0] ?? '';
  const others = [...known.titles.keys()].filter((name) => name !== asked.person && text.includes(name));
  const colleague = titleOf(known, asked, pick(others, chance('who')) ?? '');
  const some = pick(sentencesOf(text), chance('some'))?.slice(0, 280) ?? company;
  const rarely = (purpose: string, share: number, finding: LlmFinding | undefined): LlmFinding[] =>
    finding && chance(purpose) < share ? [finding] : [];
  return [
    ...rarely('colleague', 0.1, colleague),
    ...rarely('old', 0.5, oldRole(text)),
    ...rarely('industry', 0.15, { field: 'industry', value: 'Services', quote: some }),
    ...rarely('description', 0.15, { field: 'description', value: some, quote: some }),
  ];
}

function oldRole(text: string): LlmFinding | undefined {
  const quote = sentencesOf(text).find((sentence) => /\b(?:former|until|was|ehemalig|bis|ancien)/iu.test(sentence));
  if (quote === undefined) return undefined;
  const value = /(?:former|was|our|the) ((?:\p{Lu}\p{L}+ ?)+)/u.exec(quote)?.[1]?.trim() ?? quote;
  return { field: 'jobTitle', value, quote };
}
