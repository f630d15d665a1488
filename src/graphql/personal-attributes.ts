import type { GraphContext } from '../contract/graphql.ts';
import { literal } from '../db/arrays.ts';
import type { CustomerAttribute } from './customer-attributes.ts';
import { kindOfType } from './customer-attributes.ts';
import type { CustomerRow } from './customer-row.ts';

/** The personal attributes that a customer has, by key; one statement reads those of all customers of an answer. */
export async function personalAttributesOf(
  context: GraphContext,
  { id, engine }: CustomerRow,
): Promise<CustomerAttribute[]> {
  const loader = context.batch.of<string, Record<string, unknown>>('personal-attributes', async (ids) => {
    const rows = await context.query<{ customer_id: string; attributes: Record<string, unknown> }>(
      'personal-attributes',
      'select customer_id, attributes from personal_data where customer_id = any($1::uuid[])',
      [literal(ids)],
    );
    const found = new Map(rows.map(({ customer_id, attributes }) => [customer_id, attributes]));
    return ids.map((one) => found.get(one) ?? {});
  });
  const values = Object.entries(await loader.load(id)).sort(([a], [b]) => (a < b ? -1 : 1));
  return values.map(([key, value]) => {
    const { title = key, type = 'string' } = engine.personal.get(key) ?? {};
    return { key, title, type: kindOfType(type), value };
  });
}
