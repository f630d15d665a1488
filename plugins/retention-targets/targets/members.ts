/** Where a customer is now comes behind all that changed. */
const LAST = '2147483647';

/**
 * Who was in the stages of targets on the first day of their running year, and where they are now. What changed since is
 * scanned once, however many targets there are: the first move of a customer since then says where it was; whoever has not
 * moved was where it is now. So no more than a year of changes is read, and older ones may be forgotten. All that is known of
 * a customer is gathered by grouping: joins would hang on guesses of how many customers there are.
 *
 * Where a replay is named, its moves until that day say who was there: then nobody has to have followed the stages.
 * `$1` the targets as JSON; `$2` now; `$3` the time zone; `$4` what stands in the place of a replay where the feed tells.
 */
export const MEMBERS = `
  with target as (
    select t.*, r.id as rule_set_id, g.id as group_id, split_part(t.segment, '.', 1) as group_set,
           split_part(t.segment, '.', 2) as group_key,
           t.segment is null or exists (
             select 1 from outcome_code o where o.rule_set_id = g.id and o.key = split_part(t.segment, '.', 2)) as has_group,
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
    select *, replay = $4 or exists (
             select 1 from job j
              where j.id = t.replay and j.kind = 'replay' and j.status = 'succeeded' and (j.input ->> 'moves')::boolean
                and j.input ->> 'percent' is null and j.input ->> 'segment' is null
                and extract(epoch from t.start) * 1000 between (j.input ->> 'from')::float8 and (j.input ->> 'to')::float8
                and array[t.rule_set_id, coalesce(t.group_id, t.rule_set_id)] <@ array(
                      select v.rule_set_id from rule_set_version v where j.input -> 'asked' ? v.id::text)) as is_told
      from timed t where begun and not ended
  ), epoch as materialized (
    select distinct replay, rule_set, rule_set_id, start from running where is_told
  ), grouped as materialized (
    select distinct replay, segment, group_set, group_id, group_key, start from running where is_told and segment is not null
  ), belonging as (
    select g.replay, g.segment, g.start, h.customer_id, ${LAST} as seq, g.replay = $4 as belonged
      from grouped g join outcome_code o on o.rule_set_id = g.group_id and o.key = g.group_key join outcome h using (code)
    union all
    select g.replay, g.segment, g.start, c.customer_id, c.change_seq, c.type = 'segment.left'
      from grouped g join change c on c.rule_set_id = g.group_id and c.key = g.group_key and c.created_at > g.start
     where g.replay = $4 and c.type in ('segment.entered', 'segment.left')
       and c.created_at > (select min(start) from grouped)
    union all
    select g.replay, g.segment, g.start, m.customer_id, -m.number, m.entered
      from grouped g join replay_move m on m.job_id = g.replay and m.rule_set = g.group_set and m.outcome = g.group_key
       and m.at <= g.start
  ), known as (
    select e.replay, e.rule_set_id, e.start, h.customer_id, ${LAST} as seq, o.key like 'stage.%' as is_stage,
           case when o.key like 'stage.%' then substr(o.key, 7) end as stage, o.key like 'signal.%' as signals,
           null as segment
      from epoch e join outcome_code o on o.rule_set_id = e.rule_set_id join outcome h using (code)
    union all
    select e.replay, e.rule_set_id, e.start, c.customer_id, c.change_seq, true, c."from", false, null
      from epoch e join change c on c.rule_set_id = e.rule_set_id and c.created_at > e.start
     where e.replay = $4 and c.type = 'stage.changed' and c.created_at > (select min(start) from epoch)
    union all
    select e.replay, e.rule_set_id, e.start, m.customer_id, -m.number, true, substr(m.outcome, 7), false, null
      from epoch e join replay_move m on m.job_id = e.replay and m.rule_set = e.rule_set and m.at <= e.start
     where m.outcome like 'stage.%' and m.entered
    union all
    select e.replay, e.rule_set_id, e.start, b.customer_id, ${LAST}, false, null, false, b.segment
      from (select replay, segment, start, customer_id from belonging group by 1, 2, 3, 4
            having (array_agg(belonged order by seq))[1]) b
      join epoch e using (replay, start)
  ), standing as materialized (
    select replay, rule_set_id, start, customer_id, bool_or(signals) as is_signalled,
           (array_agg(stage order by seq) filter (where is_stage and (replay = $4 or seq < ${LAST})))[1] as was,
           max(stage) filter (where seq = ${LAST}) as stage,
           array_agg(segment) filter (where segment is not null) as segments
      from known group by 1, 2, 3, 4
  ), member as (
    select t.place, s.customer_id, f.retained, f.retained and f.is_risky as at_risk,
           f.retained and f.is_risky and (
             select c.erased_at is null and coalesce(p.consent, unasked.is_fine)
               from customer c left join contact_preference p on p.customer_id = c.id and p.purpose = 'follow-up'
              where c.id = s.customer_id) as reachable
      from running t
      join standing s on s.replay = t.replay and s.rule_set_id = t.rule_set_id and s.start = t.start and s.was = any(t.stages)
       and (t.segment is null or t.segment = any(s.segments))
      cross join lateral (
        select coalesce(s.stage = any(t.kept), false) as retained,
               coalesce(s.stage = any(t.risky), false) or s.is_signalled as is_risky) f
      cross join (
        select coalesce((select document #>> '{consent,follow-up}' from contact_policy order by version desc limit 1),
                        'opt-out') = 'opt-out' as is_fine) unasked
  )`;
