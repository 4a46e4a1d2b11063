import type { StatementTemplate } from './template.ts';

export const BARE_REQUESTS = ['get', 'list', 'create'] as const;
export type BareRequest = (typeof BARE_REQUESTS)[number];

/** What the bare server answers with, and runs for it. */
export interface BareConfig {
  readonly statements: Readonly<Record<BareRequest, readonly StatementTemplate[]>>;
  /** The `data` of the product's list but for what the database says: limit, offset, hasMore and the like. */
  readonly listData: Readonly<Record<string, unknown>>;
}
