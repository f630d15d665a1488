import type { Sql } from '../db/database.ts';

/** How long a preview is kept, and how many are: what is older, or beyond the newest ones, is forgotten. */
const KEPT = '30 days';
const MOST = 50;

/** Forgets old previews with their movers; movers of previews that never ended have not been written. */
export async function forgetPreviews(sql: Sql): Promise<void> {
  await sql.query(
    'forget-previews',
    `with old as (
       select p.id from preview p join job j on j.id = p.id
        where j.status not in ('queued', 'running')
          and (p.created_at < now() - interval '${KEPT}'
               or p.id not in (select id from preview order by created_at desc limit ${MOST}))
     ), movers as (
       delete from preview_mover m using old where m.preview_id = old.id
     )
     delete from preview p using old where p.id = old.id`,
  );
}
