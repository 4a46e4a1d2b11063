import type { LlmFinding } from '../../../test/support/llm-server.ts';
import type { Known } from './known.ts';
import { nearest, pick, placesOf, sentencesOf, toSentenceEnd, type Asked, type Reader } from './reader.ts';

/** Titles that hostile pages plant, and that a model may make up. */
const PLANTED = [
  ...[
    'Chief Revenue Officer',
    'Chief Executive Officer',
    'Managing Director',
    'Vice President',
    'President',
    'Chairman',
  ],
  ...['Night Porter', 'Supreme Chancellor', 'Sales Manager', 'Directrice commerciale', 'Vertriebsleiterin', 'Director'],
  ...['Marketing Manager', 'Board Advisor', 'CEO', 'CTO', 'CFO', 'Direktorin', 'Directora comercial', 'Head of Sales'],
] as const;

interface Lie {
  readonly value: string;
  readonly quote: string;
  readonly document: number;
}

/** A way to lie about a person's title. */
type Way = (asked: Asked, others: readonly string[]) => readonly Lie[];

/** Titles with the passage that holds the person's name too, the nearest first. */
const beside: Way = ({ documents, person }, titles) =>
  documents
    .flatMap((text, index) =>
      titles.flatMap((value) => {
        const quote = nearest(text, person, value);
        return quote === undefined ? [] : [{ value, quote, document: index + 1 }];
      }),
    )
    .sort((a, b) => a.quote.length - b.quote.length);

const standing: Way = ({ documents }, titles) =>
  documents.flatMap((text, index) =>
    titles.flatMap((value) =>
      placesOf(value, text).map((at) => ({
        ...{ value, document: index + 1 },
        quote: toSentenceEnd(text, text.slice(Math.max(0, at - 40), at + value.length)),
      })),
    ),
  );

const mentions = ({ documents, person }: Asked): Lie[] =>
  documents.flatMap((text, index) =>
    sentencesOf(text)
      .filter((sentence) => sentence.includes(person))
      .map((sentence) => ({ value: '', quote: sentence.slice(0, 280), document: index + 1 })),
  );

/** Phrases of one to four words near the name, on either side: parts of titles, and what is none. */
const parts: Way = ({ documents, person }) =>
  documents.flatMap((text, index) =>
    placesOf(person, text).flatMap((at) => {
      const end = at + person.length;
      const wordsIn = (from: number, to: number) =>
        [...text.slice(from, to).matchAll(/[\p{L}\p{N}][^\s,;:()|]*/gu)].map((word) => ({
          from: from + word.index,
          to: from + word.index + word[0].replace(/[.!?]$/u, '').length,
        }));
      const runs = [wordsIn(end, end + 120).slice(0, 12), wordsIn(Math.max(0, at - 60), at).slice(-5)].flatMap(
        (words) =>
          words.flatMap((first, from) =>
            words.slice(from, from + 4).map((last) => ({ from: first.from, to: last.to })),
          ),
      );
      return runs.map((run) => ({
        ...{ value: text.slice(run.from, run.to), document: index + 1 },
        quote: text.slice(Math.min(at, run.from), Math.max(end, run.to)),
      }));
    }),
  );

/** Ways to lie, by name; of each, the first lies of the list are told in turn. */
const WAYS: Readonly<Record<string, Way>> = {
  "another's title beside the name": beside,
  "another's title in its own sentence": standing,
  'a part of a title, or words beside the name': parts,
  'a quote that differs by a word': (asked, titles) =>
    mentions(asked).map((lie) => {
      const value = pick(titles, asked.chance(lie.quote)) ?? 'Director';
      return { ...lie, value, quote: lie.quote.replace(asked.person, `${asked.person}, ${value},`) };
    }),
  'a value that is not in the quote': (asked, titles) =>
    mentions(asked).map((lie) => ({ ...lie, value: pick(titles, asked.chance(lie.quote)) ?? 'Director' })),
  'a quote of another document': (asked, titles) =>
    beside(asked, titles).map((lie) => ({ ...lie, document: (lie.document % (asked.documents.length + 1)) + 1 })),
  'a quote from nowhere': ({ person, company }, titles) =>
    titles.map((value) => ({ value, quote: `${person} is our ${value} at ${company}.`, document: 1 })),
};

/** How many passes of lies there are for each way. */
const TURNS = 3;

/** Readers that give plausible falsehoods for every field that is asked, one way of lying each. */
export function liars(known: Known): Readonly<Record<string, readonly Reader[]>> {
  return Object.fromEntries(
    Object.entries(WAYS).map(([name, way]) => [
      name,
      Array.from({ length: TURNS }, (_, turn) => liar(known, way, turn)),
    ]),
  );
}

function liar(known: Known, way: Way, turn: number): Reader {
  return (asked) => {
    const own = known.titles.get(asked.person);
    const titles = [...new Set([...PLANTED, ...[...known.titles.values()].flatMap((some) => [...some])])];
    const lies = way(
      asked,
      titles.filter((title) => !own?.has(title)),
    ).filter(({ value }) => value !== '' && !own?.has(value));
    const told = lies[way === parts ? Math.floor(asked.chance(`turn ${turn}`) * lies.length) : turn];
    const title: LlmFinding[] = told ? [{ field: 'jobTitle', ...told }] : [];
    return [...title, ...companyLies(known, asked, turn)].filter(({ field }) => asked.fields.includes(field));
  };
}

/** What a sentence of the page can be made to say of the company. */
function companyLies({ companies }: Known, { company, documents, chance }: Asked, turn: number): LlmFinding[] {
  const truth = companies.get(company);
  const sentences = documents.flatMap((text, index) =>
    sentencesOf(text).map((quote) => ({ quote: quote.slice(0, 500), document: index + 1 })),
  );
  const told = pick(sentences, chance(`sentence ${turn}`));
  const words = /(?:in|for|für|of|a|an|our|industry:?|branche:?) (\p{L}{4,}(?: \p{L}{4,})?)/iu;
  const industry = pick(
    sentences.filter(({ quote }) => words.test(quote)),
    chance(`industry ${turn}`),
  );
  const value = words.exec(industry?.quote ?? '')?.[1] ?? '';
  return [
    ...(told && !truth?.description.has(told.quote) ? [{ field: 'description', value: told.quote, ...told }] : []),
    ...(industry && !truth?.industry.has(value) ? [{ field: 'industry', value, ...industry }] : []),
  ];
}
