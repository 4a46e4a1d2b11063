import { createHash } from 'node:crypto';
import type { LlmFinding } from '../../../test/support/llm-server.ts';

/** What a model is asked, read out of the text of the request and nothing else. */
export interface Asked {
  readonly person: string;
  readonly company: string;
  readonly fields: readonly string[];
  /** The texts between the borders; the first one is number 1. */
  readonly documents: readonly string[];
  /** Decides what is left to chance: the same request is answered alike. */
  readonly chance: (purpose: string) => number;
}

/** A scripted model: what it answers to a request. */
export type Reader = (asked: Asked) => readonly LlmFinding[];

/** @throws Error for a request that is not in the form of the product's question */
export function readRequest(body: string): Asked {
  const { messages } = JSON.parse(body) as { messages: { role: string; content: unknown }[] };
  const content = messages.find(({ role }) => role === 'user')?.content;
  const text =
    typeof content === 'string' ? content : (content as { text: string }[]).map((part) => part.text).join('');
  const named = (what: string): string =>
    JSON.parse(new RegExp(`^${what}: (".*")$`, 'mu').exec(text)?.[1] ?? '') as string;
  const seal = /<document-(\w{16}) number="1">/.exec(text)?.[1] ?? '';
  const documents = text
    .split(new RegExp(`</?document-${seal}(?: number="\\d+")?>`, 'u'))
    .filter((_, at) => at % 2 === 1);
  return {
    ...{ person: named('Person'), company: named('Company'), documents: documents.map((document) => document.trim()) },
    fields: [...(text.split(`<document-${seal}`)[0] ?? '').matchAll(/^- (\w+):/gmu)].map(([, field = '']) => field),
    chance: (purpose) => hash(`${text.length} ${named('Person')} ${named('Company')} ${purpose}`),
  };
}

/** From 0 up to 1. */
function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}

/** One of a list, by chance; undefined of an empty one. */
export function pick<T>(list: readonly T[], chance: number): T | undefined {
  return list[Math.floor(chance * list.length)];
}

/** A text's sentences; what has no full stop is one. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=\p{L}{3}[.!?]|\d[.!?]|[.!?]["”)]|。)\s*(?=\P{Ll})/u).map((sentence) => sentence.trim());
}

/** Where a phrase stands in a text, as whole words. */
export function placesOf(phrase: string, text: string): number[] {
  if (phrase === '') return [];
  const literal = phrase.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu'))].map(
    ({ index }) => index,
  );
}

/** The shortest part of a text that holds a name and a value, and how long it is; undefined where they do not stand near. */
export function nearest(text: string, name: string, value: string, most = 300): string | undefined {
  const [first = '', ...rest] = name.split(' ');
  // As Japanese has it, the last name first.
  const names = [name, `${rest.join(' ')} ${first}`].flatMap((form) =>
    placesOf(form, text).map((at) => ({ at, to: at + form.length })),
  );
  const values = placesOf(value, text).map((at) => ({ at, to: at + value.length }));
  const spans = names.flatMap((one) =>
    values
      .filter((other) => other.to <= one.at || other.at >= one.to)
      .map((other) => ({ from: Math.min(one.at, other.at), to: Math.max(one.to, other.to) })),
  );
  const [best] = spans.sort((a, b) => a.to - a.from - (b.to - b.from));
  return best && best.to - best.from <= most ? text.slice(best.from, best.to) : undefined;
}

/** A passage to the end of its sentence, as far as that is near: where a page has no full stop, all of it runs together. */
export function toSentenceEnd(text: string, passage: string): string {
  const after = text.slice(text.indexOf(passage) + passage.length);
  const rest = /^[^.!?。]{0,60}(?:[.!](?= |$)|。)/u.exec(after)?.[0] ?? '';
  return passage + rest;
}
