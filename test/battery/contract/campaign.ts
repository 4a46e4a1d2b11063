import fc from 'fast-check';
import type { Finding } from '../row.ts';
import { asCurl, exchange, type HttpRequest } from '../http/exchange.ts';
import type { PlacedOperation } from '../http/operations.ts';
import { contractFaults } from './judge.ts';
import { requestsTo, type Material } from './requests.ts';

export interface Campaign {
  /** Where the requests go. */
  readonly baseUrl: string;
  readonly material: Material;
  readonly operations: readonly PlacedOperation[];
  /** Requests to each operation. */
  readonly cases: number;
  /** The same seed makes the same requests. */
  readonly seed: number;
}

/** The least share of the reads of each operation that has to succeed: refusals alone would say little. */
const LEAST_SHARE = 0.2;
/** How long the smallest request that shows a fault is looked for. */
const SHRINK_MS = 10_000;

interface Result {
  readonly operation: PlacedOperation;
  readonly cases: number;
  readonly successes: number;
  readonly fault?: string;
}

/** Sends requests made from the document to each of its operations, and holds each answer against it. */
export async function fuzz(campaign: Campaign): Promise<Finding> {
  const results: Result[] = [];
  for (const operation of campaign.operations) results.push(await fuzzOperation(campaign, operation));
  const reads = results.filter(({ operation }) => operation.method === 'GET');
  const shares = reads.map(({ operation, cases, successes }) => ({ name: operation.name, share: successes / cases }));
  const unread = shares.filter(({ share }) => share < LEAST_SHARE);
  const lowest = Math.min(...shares.map(({ share }) => share));
  const count = results.reduce((sum, { cases }) => sum + cases, 0);
  return {
    measured: `${results.length} operations, ${count} requests, ${percent(lowest)} or more of each read succeed, seed ${campaign.seed}`,
    faults: [
      ...results.flatMap(({ operation, fault }) => (fault === undefined ? [] : [`${operation.name}: ${fault}`])),
      ...unread.map(({ name, share }) => `${name}: only ${percent(share)} of its cases succeed`),
    ],
  };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

async function fuzzOperation(campaign: Campaign, operation: PlacedOperation): Promise<Result> {
  const { baseUrl, material, cases, seed } = campaign;
  const tally = { cases: 0, successes: 0 };
  const asDocumented = async (request: HttpRequest): Promise<void> => {
    const answer = await exchange(baseUrl, request);
    tally.cases += 1;
    if (answer.status < 300) tally.successes += 1;
    const found = contractFaults(material.document, operation, request, answer);
    if (found.length > 0) throw new Error(found.join('; '));
  };
  const details = await fc.check(fc.asyncProperty(requestsTo(material, operation), asDocumented), {
    ...{ numRuns: cases, seed, interruptAfterTimeLimit: SHRINK_MS + cases * 100, markInterruptAsFailure: false },
  });
  if (!details.failed && !details.interrupted) return { operation, ...tally };
  if (!details.failed) return { operation, ...tally, fault: `only ${tally.cases} of ${cases} cases in time` };
  const [request] = details.counterexample ?? [];
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  return { operation, ...tally, fault: `${cause}\n  ${request ? asCurl(request) : ''}\n  BATTERY_SEED=${seed}` };
}
