import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the version that still runs would trip over, or wait for, and what to do instead. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\bRENAME\b/, 'renames: add the new one, and drop the old one a version later'],
  [/\bDROP\s+(TABLE|COLUMN|VIEW|TYPE|SCHEMA|FUNCTION|DEFAULT)\b/, 'drops what the version before may use'],
  [/\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b/, 'changes a type, which rewrites the table under a lock'],
  [/\bSET\s+NOT\s+NULL\b/, 'refuses rows that the version before writes, and reads the table under a lock'],
  [/\bADD\s+(COLUMN\s+)?\w+\s(?![^,;]*\bDEFAULT\b)[^,;]*\bNOT\s+NULL\b/, 'adds a column that must be given'],
  [/\bADD\s+(CONSTRAINT\s+\w+\s+)?(FOREIGN|CHECK|UNIQUE)\b(?![^;]*\bNOT\s+VALID\b)/, 'checks all rows under a lock'],
  [/^\s*(TRUNCATE|LOCK\s+TABLE|CLUSTER|VACUUM\s+FULL)\b/, 'locks a whole table'],
];
const CREATED = /\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.]+)/g;
const INDEX = /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)[^;]*?\bON\s+([\w.]+)/g;
const ALTERED = /\bALTER\s+TABLE\s+(?:ONLY\s+)?([\w.]+)/;

/**
 * What of a migration's SQL does not go along with the version before, while it runs on the same database.
 * @returns a sentence for each
 */
export function offences(sql: string): string[] {
  const statements = withoutTexts(sql).toUpperCase();
  const created = new Set([...statements.matchAll(CREATED)].map(([, table]) => table));
  const found: string[] = [];
  for (const statement of statements.split(';')) {
    const table = ALTERED.exec(statement)?.[1];
    if (table !== undefined && created.has(table)) continue;
    for (const [pattern, why] of RULES) if (pattern.test(statement)) found.push(`${brief(statement)}: ${why}`);
    for (const [, on] of statement.matchAll(INDEX)) {
      if (!created.has(on)) found.push(`${brief(statement)}: writers wait for it; build it CONCURRENTLY`);
    }
  }
  return found;
}

/** The statements of a migration, without running them. */
export async function statementsOf(migration: new () => MigrationInterface): Promise<string> {
  const statements: string[] = [];
  const query = (sql: string): Promise<unknown[]> => {
    statements.push(sql);
    return Promise.resolve([]);
  };
  await new migration().up({ query } as unknown as QueryRunner);
  return statements.join(';\n');
}

/** Bodies of functions, literals and comments say nothing of the schema. */
function withoutTexts(sql: string): string {
  return sql
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '');
}

const brief = (statement: string): string => statement.trim().replace(/\s+/g, ' ').slice(0, 80);
