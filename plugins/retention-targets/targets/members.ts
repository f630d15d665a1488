/**
 * Who was in the stages of targets on the first day of their running year, and where they are now: one scan of what changed
 * since, however many targets there are. Whoever has not moved since then was where it is now; of the others the first move
 * says where they were. So no more than a year of changes is read, and older ones may be forgotten.
 *
 * Where a replay is named, its moves until that day say who was there: then nobody has to have followed the stages.
 * `$1` the targets as JSON; `$2` now; `$3` the time zone.
 */
export const MEMBERS = `
  with target as (
    select t.*, r.id as rule_set_id, g.id as group_id, split_part(t.segment, '.', 2) as group_key,
           ($2::timestamptz at time zone $3)::date as today
      from jsonb_to_recordset($1::jsonb) as t(place int, rule_set text, first_day date, years int, stages text[],
                                              segment text, kept text[], risky text[], replay uuid)
      join rule_set r on r.key = t.rule_set
      left join rule_set g on g.key = split_part(t.segment, '.', 1)
  ), dated as (
    select t.*,
           -- what began on a 29 February is a year old on the 28th of the next
           y + (today >= first_day + make_interval(years => y))::int as year
      from target t, lateral (select 1 + extract(year from age(today, first_day))::int as y) old
  ), timed as (
    select *, today >= first_day as begun, year > years as ended,
           (first_day + make_interval(years => year - 1)) at time zone $3 as start,
           (first_day + make_interval(years => year)) at time zone $3 as until
      from dated
  ), running as (
    select *, replay is null or exists (
             select 1 from job j
              where j.id = t.replay and j.kind = 'replay' and j.status = 'succeeded' and (j.input ->> 'moves')::boolean
                and j.input ->> 'percent' is null and j.input ->> 'segment' is null
                and extract(epoch from t.start) * 1000 between (j.input ->> 'from')::float8 and (j.input ->> 'to')::float8
                and array[t.rule_set_id, coalesce(t.group_id, t.rule_set_id)] <@ array(
                      select v.rule_set_id from rule_set_version v where j.input -> 'asked' ? v.id::text)) as is_told
      from timed t where begun and not ended
  ), since as (
    select distinct rule_set_id, start from running where replay is null
  ), standing as (
    select o.rule_set_id, h.customer_id, max(substr(o.key, 7)) filter (where o.key like 'stage.%') as stage,
           bool_or(o.key like 'signal.%') as is_signalled
      from outcome h join outcome_code o using (code)
     where o.rule_set_id in (select rule_set_id from running) group by 1, 2
  ), moved as (
    select distinct on (s.rule_set_id, s.start, c.customer_id) s.*, c.customer_id, c."from" as stage
      from since s join change c on c.rule_set_id = s.rule_set_id and c.type = 'stage.changed' and c.created_at > s.start
     where c.created_at > (select min(start) from since)
     order by s.rule_set_id, s.start, c.customer_id, c.change_seq
  ), was as (
    select null::uuid as replay, rule_set_id, start, customer_id, stage from moved
    union all
    select null, s.rule_set_id, s.start, h.customer_id, h.stage from since s join standing h using (rule_set_id)
     where not exists (select 1 from moved m where (m.rule_set_id, m.start, m.customer_id) = (s.rule_set_id, s.start, h.customer_id))
    union all
    (select distinct on (r.replay, r.rule_set_id, r.start, m.customer_id)
            r.replay, r.rule_set_id, r.start, m.customer_id, substr(m.outcome, 7)
       from (select distinct replay, rule_set, rule_set_id, start from running where is_told) r
       join replay_move m on m.job_id = r.replay and m.rule_set = r.rule_set
      where m.outcome like 'stage.%' and m.entered and m.at <= r.start
      order by r.replay, r.rule_set_id, r.start, m.customer_id, m.number desc)
  ), grouped as (
    select distinct replay, segment, group_id, group_key, start from running where segment is not null and is_told
  ), regrouped as (
    select distinct on (g.segment, g.start, c.customer_id) g.segment, g.start, c.customer_id, c.type = 'segment.left' as belonged
      from grouped g join change c on c.rule_set_id = g.group_id and c.key = g.group_key and c.created_at > g.start
     where g.replay is null and c.type in ('segment.entered', 'segment.left')
       and c.created_at > (select min(start) from grouped)
     order by g.segment, g.start, c.customer_id, c.change_seq
  ), belonging as (
    select null::uuid as replay, segment, start, customer_id from regrouped where belonged
    union all
    select null, g.segment, g.start, h.customer_id
      from grouped g join outcome_code o on o.rule_set_id = g.group_id and o.key = g.group_key join outcome h using (code)
     where g.replay is null and not exists (
       select 1 from regrouped m where (m.segment, m.start, m.customer_id) = (g.segment, g.start, h.customer_id))
    union all
    select replay, segment, start, customer_id from (
      select distinct on (g.replay, g.segment, g.start, m.customer_id)
             g.replay, g.segment, g.start, m.customer_id, m.entered
        from grouped g join replay_move m on m.job_id = g.replay and m.outcome = g.group_key
         and m.rule_set = split_part(g.segment, '.', 1) and m.at <= g.start
       order by g.replay, g.segment, g.start, m.customer_id, m.number desc) last
     where entered
  ), member as (
    select t.place, w.customer_id, s.is_kept as retained, s.is_kept and s.is_risky as at_risk,
           s.is_kept and s.is_risky and c.erased_at is null and coalesce(p.consent, unasked.is_fine) as reachable
      from running t join was w on w.replay is not distinct from t.replay
       and w.rule_set_id = t.rule_set_id and w.start = t.start and w.stage = any(t.stages)
      join customer c on c.id = w.customer_id
      left join standing h on h.rule_set_id = t.rule_set_id and h.customer_id = w.customer_id
      cross join lateral (
        select coalesce(h.stage = any(t.kept), false) as is_kept,
               coalesce(h.stage = any(t.risky) or h.is_signalled, false) as is_risky) s
      cross join (
        select coalesce((select document #>> '{consent,follow-up}' from contact_policy order by version desc limit 1),
                        'opt-out') = 'opt-out' as is_fine) unasked
      left join contact_preference p on p.customer_id = w.customer_id and p.purpose = 'follow-up'
     where t.segment is null or exists (
       select 1 from belonging b where b.replay is not distinct from t.replay
          and (b.segment, b.start, b.customer_id) = (t.segment, t.start, w.customer_id))
  )`;
