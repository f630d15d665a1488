import type { GraphContext } from '../contract/graphql.ts';
import type { Life } from '../history/life.ts';
import { readLives } from '../history/read-lives.ts';
import { steps } from '../history/steps.ts';
import type { CustomerRow } from './customer-row.ts';

/**
 * The customer of a row, alive in memory as of the row's instant: what is due by then has happened. Customers of one
 * answer are read together.
 */
export async function lifeOf(context: GraphContext, { id, engine, now, life }: CustomerRow): Promise<Life> {
  if (life) return life;
  const { rules, metrics, attributes } = engine.generations;
  const loader = context.batch.of<string, Life | Error>(
    `lives ${rules} ${metrics} ${attributes} ${now}`,
    async (ids) => {
      const read = await readLives(context, engine, ids);
      for (const one of read) for await (const _ of steps(one, now, now));
      const found = new Map(read.map((one) => [one.id, one]));
      return ids.map((one) => found.get(one) ?? new Error('a customer is gone'));
    },
  );
  return loader.load(id) as Promise<Life>;
}
