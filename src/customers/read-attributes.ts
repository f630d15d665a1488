import type { Sql } from '../db/database.ts';
import type { AttributeType } from './attribute.ts';

/** An attribute as it was declared. */
export interface DeclaredAttribute {
  readonly key: string;
  readonly title: string;
  readonly type: AttributeType;
  readonly options: readonly string[];
  readonly personal: boolean;
}

/** Every attribute that is declared, by key. */
export const readAttributes = (sql: Sql): Promise<DeclaredAttribute[]> =>
  sql.query<DeclaredAttribute>('attributes', 'select key, title, type, options, personal from attribute order by key');
