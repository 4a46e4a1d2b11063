import { median } from '../statistics.ts';

/** One of two things that are compared. */
export interface Side {
  /** What is timed. */
  readonly run: () => Promise<unknown>;
  /** What goes before each time, untimed. */
  readonly before?: () => Promise<unknown>;
}

/** The median times of both sides in each round, in milliseconds. */
export interface Round {
  readonly a: number;
  readonly b: number;
}

export interface Sampling {
  readonly rounds: number;
  /** Samples of each side in a round: as many as fit into the time, from `least` to `most`. */
  readonly least: number;
  readonly most: number;
  readonly millisecondsPerRound: number;
}

/** Of the benchmark. */
export const THOROUGH: Sampling = { rounds: 7, least: 3, most: 25, millisecondsPerRound: 1500 };
const WARM_UP = 4;

/**
 * Times two things in turn, A, B, A, B, so that whatever else the machine does falls on both. The first runs of each are
 * thrown away.
 */
export async function compare(a: Side, b: Side, sampling: Sampling): Promise<Round[]> {
  for (let run = 0; run < WARM_UP; run++) for (const side of [a, b]) await time(side);
  const rounds: Round[] = [];
  while (rounds.length < sampling.rounds) rounds.push(await round(a, b, sampling));
  return rounds;
}

async function round(a: Side, b: Side, { least, most, millisecondsPerRound }: Sampling): Promise<Round> {
  const [ofA, ofB]: [number[], number[]] = [[], []];
  const until = performance.now() + millisecondsPerRound;
  while (ofA.length < least || (ofA.length < most && performance.now() < until)) {
    ofA.push(await time(a));
    ofB.push(await time(b));
  }
  return { a: median(ofA), b: median(ofB) };
}

async function time({ run, before }: Side): Promise<number> {
  await before?.();
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** How many times longer A took than B, by rounds, with both medians to read. */
export function ratioOf(rounds: readonly Round[]): { readonly rounds: number[]; readonly detail: string } {
  const [a, b] = [median(rounds.map((each) => each.a)), median(rounds.map((each) => each.b))];
  return { rounds: rounds.map((each) => each.a / each.b), detail: `${a.toFixed(1)} ms ÷ ${b.toFixed(1)} ms` };
}
