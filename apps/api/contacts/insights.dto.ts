import type { Insights } from '#contacts';

class InsightBasisDto {
  /** `record`: a field that a user keeps. @example "evidence" */
  kind: 'evidence' | 'record';
  /** With `evidence`. @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  evidenceId?: string;
  /** With `evidence`. @example "Head of Sales" */
  quote?: string;
  /** With `evidence`; null for the contact's own record. @example "https://acme.com/team" */
  url?: string | null;
  /** With `record`. @example "company" */
  field?: string;
}

class InsightLineDto {
  /** @example "John Doe is Head of Sales at Acme Inc" */
  text: string;
  /** From 0 to 0.98 for a finding; null for what a user entered. @example 0.74 */
  confidence: number | null;
  /** What the line stands on. */
  basis: InsightBasisDto[];
}

class InsightsDto {
  who: InsightLineDto[];
  where: InsightLineDto[];
  company: InsightLineDto[];
  talkingPoints: InsightLineDto[];
  /** Doubtful findings, and suggestions that wait for a decision. */
  unsure: InsightLineDto[];
}

export class InsightsResponse {
  /** @example true */
  success: boolean;
  data: InsightsDto;
}

export function toInsightsDto(insights: Insights): InsightsDto {
  const section = (lines: Insights['who']) => lines.map((line) => ({ ...line, basis: [...line.basis] }));
  return {
    who: section(insights.who),
    where: section(insights.where),
    company: section(insights.company),
    talkingPoints: section(insights.talkingPoints),
    unsure: section(insights.unsure),
  };
}
