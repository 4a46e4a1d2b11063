export const SCOPES = ['contacts:read', 'contacts:write', 'enrichment:run', 'admin'] as const;
/** What an API key may do. */
export type Scope = (typeof SCOPES)[number];

export const ROLES = ['admin', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** Whom an API key acts for, and what it may do. */
export interface KeyHolder {
  readonly organizationId: string;
  readonly userId: string;
  readonly role: Role;
  readonly apiKeyId: string;
  /** The key's scopes, less what the user's role no longer allows. */
  readonly scopes: readonly Scope[];
}

/** The request that something is done by, as the audit trail names it. */
export interface RequestOrigin {
  /** Also in the response and in the log. */
  readonly requestId: string;
  /** IP address of the client; null where it is not known. */
  readonly remoteAddress: string | null;
}

/**
 * On whose behalf something is done, and by which request. Everything that touches a tenant's data takes one as its first
 * argument, so that it cannot be called without an organization.
 */
export interface Actor extends KeyHolder {
  readonly origin: RequestOrigin;
}

/** A page of a list: rows to return, and rows to skip before them. */
export interface Paging {
  readonly limit: number;
  readonly offset: number;
}

/** `total` counts all rows of the list, at the same moment as the page was read. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}
