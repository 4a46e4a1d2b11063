import type { Actor } from '#platform';

/** Collects the WHERE conditions of a query together with their parameters. */
export class Conditions {
  readonly parameters: unknown[] = [];
  private readonly clauses: string[] = [];

  /** Adds a condition in which `?` stands for the value. */
  where(clause: string, value: unknown): this {
    this.clauses.push(clause.replaceAll('?', this.bind(value)));
    return this;
  }

  /** Adds a parameter and gives its placeholder. */
  bind(value: unknown): string {
    return `$${this.parameters.push(value)}`;
  }

  /** Every word must occur in the folded search text; `%` and `_` are ordinary characters. */
  search(column: string, words: readonly string[]): this {
    for (const word of words) this.where(`${column} LIKE contains_pattern(?)`, word);
    return this;
  }

  get sql(): string {
    return this.clauses.join(' AND ');
  }
}

/** The words of a search text, separated by white space. */
export function wordsOf(search: string | undefined): string[] {
  return search?.split(/\s+/u).filter((word) => word !== '') ?? [];
}

/** The contacts, as `c`, that an actor may see: never another organization's, and private ones only to those entitled. */
export function visibleContacts(actor: Actor): Conditions {
  const conditions = new Conditions().where('c.organization_id = ?', actor.organizationId);
  return seesAllContacts(actor)
    ? conditions
    : conditions.where('(c.private_to IS NULL OR c.private_to = ?)', actor.userId);
}

/** Whether the private contacts of others are among those that an actor may see. */
export const seesAllContacts = (actor: Actor): boolean => actor.role === 'admin';
