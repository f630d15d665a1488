import type { Sql } from '../db/database.ts';
import type { Mover } from './difference.ts';

/** A mover as it is kept, in the order of the preview. */
export interface KeptMover extends Mover {
  readonly number: number;
  readonly externalId: string;
}

/** Which movers are wanted; null or left out: all. */
export interface MoverFilter {
  readonly ruleSet?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  /** Only where this outcome begins, ends, or is moved to or from. */
  readonly outcome?: string | null | undefined;
}

/** Whoever was erased since the snapshot is not shown, even before their rows are gone. */
const WANTED = `from preview_mover m join preview p on p.id = m.preview_id join customer c on c.id = m.customer_id
  where m.preview_id = $1 and (c.erased_at is null or c.erased_at < p.begun_at)
    and ($2::text is null or m.rule_set = $2) and ($3::text is null or m."from" = $3) and ($4::text is null or m."to" = $4)
    and ($5::text is null or $5 in (m.key, m."from", m."to"))`;

const valuesOf = (previewId: string, { ruleSet, from, to, outcome }: MoverFilter): unknown[] => [
  previewId,
  ruleSet ?? null,
  from ?? null,
  to ?? null,
  outcome ?? null,
];

/** Movers after a place, as they were found. */
export const readMovers = (
  sql: Sql,
  previewId: string,
  filter: MoverFilter,
  after: number,
  limit: number,
): Promise<KeptMover[]> =>
  sql.query<KeptMover>(
    'read-movers',
    `select m.number, m.customer_id as "customerId", c.external_id as "externalId", m.rule_set as "ruleSet", m.type, m.key,
            m."from", m."to", m.facts ${WANTED} and m.number > $6 order by m.number limit $7`,
    [...valuesOf(previewId, filter), after, limit],
  );

export async function countMovers(sql: Sql, previewId: string, filter: MoverFilter): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    'count-movers',
    `select count(*)::int as count ${WANTED}`,
    valuesOf(previewId, filter),
  );
  return row?.count ?? 0;
}

const PAGE = 1000;

/** All movers of a preview, a page at a time. */
export async function* allMovers(sql: Sql, previewId: string): AsyncGenerator<KeptMover[], void> {
  for (let after = 0; ; ) {
    const page = await readMovers(sql, previewId, {}, after, PAGE);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.number ?? after;
  }
}
