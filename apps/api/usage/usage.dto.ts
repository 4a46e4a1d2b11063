import type { UsageReport } from '#enrichment';
import { Matches } from 'class-validator';
import { MayBeAbsent } from '../http/fields.ts';

export class UsageQuery {
  /** Calendar month in UTC; the current one if left out. @example "2026-01" */
  @MayBeAbsent()
  @Matches(/^20\d\d-(?:0[1-9]|1[0-2])$/, { message: 'must be a month such as 2026-01' })
  month?: string;
}

class UsageSumsDto {
  /** Calls that were made, failed ones included. @example 120 */
  calls: number;
  /** In the provider's own unit. @example 0 */
  credits: number;
  /** @example 310000 */
  tokensIn: number;
  /** @example 14000 */
  tokensOut: number;
  /** Millionths of a US dollar; the highest price for calls that are being made. @example 54900 */
  costMicroUsd: number;
}

class UsageLineDto extends UsageSumsDto {
  /** @example "openai" */
  provider: string;
  /** What came of the calls; `reserved` while they are being made. @example "answered" */
  outcome: string;
}

class UsageDto {
  /** Calendar month in UTC. @example "2026-01" */
  month: string;
  /** By provider and outcome. */
  lines: UsageLineDto[];
  total: UsageSumsDto;
}

export class UsageResponse {
  /** @example true */
  success: boolean;
  data: UsageDto;
}

export function toUsageDto({ month, lines, total }: UsageReport): UsageDto {
  return { month, lines: lines.map((line) => ({ ...line })), total: { ...total } };
}
