import type { GraphContext } from '../contract/graphql.ts';
import { literal } from '../db/arrays.ts';

/** Numbers of versions within their rule sets; one statement for all that an answer asks for. Null: there is none. */
export function versionNumber(context: GraphContext, versionId: string): Promise<number | null> {
  const loader = context.batch.of<string, number | null>('version-numbers', async (ids) => {
    const rows = await context.query<{ id: string; number: number }>(
      'version-numbers',
      'select id, number from rule_set_version where id = any($1::uuid[])',
      [literal(ids)],
    );
    const found = new Map(rows.map(({ id, number }) => [id, number]));
    return ids.map((id) => found.get(id) ?? null);
  });
  return loader.load(versionId);
}
