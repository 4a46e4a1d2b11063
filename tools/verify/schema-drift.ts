import type { DataSource } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

interface TableColumn {
  readonly table_name: string;
  readonly column_name: string;
  readonly data_type: string;
  readonly nullable: boolean;
  readonly generated: boolean;
}

/** PostgreSQL's names for the types that entities use. */
const TYPE_NAMES: Readonly<Record<string, string>> = { int: 'integer', timestamptz: 'timestamp with time zone' };

/** Tables without an entity: the tools' own, and those that triggers write and plain SQL reads. */
const OWN_TABLES = new Set(['migrations', 'contact_counts', 'company_counts']);

/**
 * Compares the entities with the migrated database: every mapped column must be there with the same type and
 * nullability, and every column of the database must be mapped, unless the database generates it.
 * @returns a line for each difference
 */
export async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  const columns = await dataSource.query<TableColumn[]>(
    `SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, NULL) AS data_type,
       NOT a.attnotnull AS nullable, a.attgenerated <> '' AS generated
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY 1, a.attnum`,
  );
  const stored = new Map(columns.map((column) => [`${column.table_name}.${column.column_name}`, column]));
  const problems: string[] = [];
  for (const entity of dataSource.entityMetadatas) {
    for (const column of entity.columns) {
      const key = `${entity.tableName}.${column.databaseName}`;
      const actual = stored.get(key);
      const expected = describe(typeOf(column), column.isNullable);
      if (!actual) problems.push(`${key}: mapped, but not in the database`);
      else if (describe(actual.data_type, actual.nullable) !== expected) {
        problems.push(
          `${key}: ${expected} in the entity, ${describe(actual.data_type, actual.nullable)} in the database`,
        );
      }
      stored.delete(key);
    }
  }
  const unmapped = [...stored.values()].filter((column) => !column.generated && !OWN_TABLES.has(column.table_name));
  return [...problems, ...unmapped.map((column) => `${column.table_name}.${column.column_name}: in no entity`)];
}

function typeOf(column: ColumnMetadata): string {
  const type = String(column.type);
  return (TYPE_NAMES[type] ?? type) + (column.isArray ? '[]' : '');
}

const describe = (type: string, nullable: boolean): string => `${type}${nullable ? '' : ' not null'}`;
