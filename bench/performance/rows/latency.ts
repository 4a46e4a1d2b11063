import type { Bench } from '../stack/bench.ts';
import { queries, sideOf, type Reading } from './reading.ts';
import type { Bound, Measurement, Row } from './row.ts';
import { compare, ratioOf } from './sampling.ts';

/** A row that says how many times longer one list takes than another. */
function ratio(name: string, [target, shortTarget]: readonly [Bound, Bound], a: Reading, b: Reading): Row {
  return {
    ...{ name, target, shortTarget },
    measure: async (bench) =>
      ratioOf(await compare(await sideOf(bench, a), await sideOf(bench, b), bench.options.sampling)),
  };
}

const atMost = (max: number, shortMax: number): readonly [Bound, Bound] => [{ max }, { max: shortMax }];

/** The unfiltered list, which deeper pages and searches of the same organization are held against. */
const bigList: Reading = { of: 'big' };

/** The same request of 500,000 contacts and of 1,000. */
function bySize(name: string, bounds: readonly [Bound, Bound], reading: Omit<Reading, 'of'>): Row {
  return ratio(`${name}, big ÷ small`, bounds, { ...reading, of: 'big' }, { ...reading, of: 'small' });
}

/** A search of few letters against the unfiltered list, and what it takes in itself. */
function fewLetters(name: string, query: NonNullable<Reading['query']>): Row[] {
  const reading: Reading = { of: 'big', query, firstTime: true };
  return [
    ratio(`search ${name}, first time ÷ list`, atMost(25, 40), reading, bigList),
    {
      ...{ name: `search ${name}, first time`, unit: 'ms', everyRound: true, target: { max: 400 } },
      measure: (bench) => milliseconds(bench, reading),
    },
  ];
}

async function milliseconds(bench: Bench, reading: Reading): Promise<Measurement> {
  const side = await sideOf(bench, reading);
  const rounds = await compare(side, side, bench.options.sampling);
  return { rounds: rounds.map(({ a }) => a) };
}

const member = 'member' as const;

export const latencyRows: readonly Row[] = [
  bySize('list', atMost(1.5, 2), {}),
  bySize('list, member', atMost(1.5, 2), { role: member }),
  bySize('list by companyId', atMost(1.5, 2), { query: queries.company }),
  bySize('list by companyId, member', atMost(1.5, 2), { query: queries.company, role: member }),
  bySize('search rare word', atMost(3, 4), { query: queries.rareWord, firstTime: true }),
  ratio('search common word, repeated ÷ list', atMost(2, 3), { of: 'big', query: queries.commonWord }, bigList),
  ratio(
    'search common word, first time ÷ list',
    atMost(25, 40),
    { of: 'big', query: queries.commonWord, firstTime: true },
    bigList,
  ),
  ...fewLetters('one letter', queries.oneLetter),
  ...fewLetters('two letters', queries.twoLetters),
  ratio('page at the middle ÷ first', atMost(15, 25), { of: 'big', query: queries.offset(0.5) }, bigList),
  ratio('page at nine tenths ÷ first', atMost(12, 25), { of: 'big', query: queries.offset(0.9) }, bigList),
  ratio(
    'page at nine tenths ÷ first, member',
    atMost(12, 25),
    { of: 'big', role: member, query: queries.offset(0.9) },
    { of: 'big', role: member },
  ),
  ratio('page by cursor at nine tenths ÷ first', atMost(1.3, 2), { of: 'big', query: queries.cursor(0.9) }, bigList),
  ratio(
    'page by cursor at nine tenths ÷ first, member',
    atMost(1.3, 2),
    { of: 'big', role: member, query: queries.cursor(0.9) },
    { of: 'big', role: member },
  ),
];
