/** A node of a plan, as EXPLAIN (FORMAT JSON) names its properties. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** A plan that a statement was run with. */
export interface ExecutedPlan {
  readonly statement: string;
  readonly root: PlanNode;
}

/** Loads auto_explain into a session, which then tells its client of the plan of all that it runs, as notices. */
export const EXPLAIN_EVERYTHING =
  '-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_format=json ' +
  '-c auto_explain.log_level=notice -c auto_explain.log_nested_statements=on -c client_min_messages=notice';

/** Reads the notices in what a server sends. */
export class PlanReader {
  private pending = Buffer.alloc(0);

  constructor(private readonly onPlan: (plan: ExecutedPlan) => void) {}

  push(chunk: Buffer): void {
    this.pending = this.pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.pending, chunk]);
    while (this.pending.length >= 5) {
      const length = this.pending.readInt32BE(1);
      if (this.pending.length < length + 1) return;
      if (this.pending[0] === 'N'.charCodeAt(0)) this.readNotice(this.pending.toString('utf8', 5, length + 1));
      this.pending = this.pending.subarray(length + 1);
    }
  }

  /** A notice is fields that end with a zero byte, each with its kind in front: M is the message. */
  private readNotice(notice: string): void {
    const message = notice.split('\0').find((field) => field.startsWith('M')) ?? '';
    const [, json] = /^Mduration: [\d.]+ ms {2}plan:\n(\{.*\})$/s.exec(message) ?? [];
    if (json === undefined) return;
    const plan = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
    this.onPlan({ statement: plan['Query Text'], root: plan.Plan });
  }
}

/** All nodes of a plan, sub-plans and common table expressions included. */
export function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
