import { type GraphContext, type Interval, wilson } from '#contract';

export interface Share {
  readonly count: number;
  readonly of: number;
  readonly share: number;
  readonly interval: Interval;
}

/** What became of the cases of a period. */
export interface LoopFigures {
  readonly opened: number;
  readonly closed: Share | null;
  readonly medianHoursToClose: number | null;
  readonly recovered: Share | null;
  readonly scoreChange: number | null;
}

interface Row {
  opened: number;
  closed: number;
  median: number | null;
  detractors: number;
  recovered: number;
  change: number | null;
}

const shareOf = (count: number, of: number): Share | null =>
  of === 0 ? null : { count, of, share: count / of, interval: wilson(count / of, of, 0.95) };

/** Within so many days a detractor is recovered, or is not. */
const RECOVERED_WITHIN = 90;

/** Closure, time, recovery and change of score of the cases that were opened in a period. One statement. */
export async function readFigures(
  context: GraphContext,
  { from, until, ruleSet }: { from: Date; until: Date; ruleSet?: string | null | undefined },
): Promise<LoopFigures> {
  const [row] = await context.query<Row>(
    'feedback-figures',
    `with one as (
       -- of answers that were corrected the log alone says what they were
       select k.*, a.measure, a.score, a.occurred_at as answered_at,
              case a.measure when 'nps' then a.score * 10 when 'csat' then (a.score - 1) * 25 end as points
         from feedback_loop_case k
         left join lateral (
           select occurred_at, payload ->> 'measure' as measure, (payload ->> 'score')::float8 as score from activity
            where customer_id = k.customer_id and occurred_at = to_timestamp(k.opened_at / 1000) and id = k.activity_id
              and kind = 'surveyAnswer') a on true
        where k.opened_at >= $1 and k.opened_at < $2 and ($3::text is null or k.rule_set = $3)
     ), again as (
       select o.id, first.points - o.points as change, later.recovered
         from one o
         left join lateral (
           select case b.measure when 'nps' then b.score * 10 when 'csat' then (b.score - 1) * 25 end as points
             from survey_answer b
            where o.state = 'told' and b.respondent = o.customer_id and b.measure = o.measure
              and b.answered_at > to_timestamp(o.state_at / 1000)
            order by b.answered_at limit 1) first on true
         left join lateral (
           select bool_or(b.score >= 7) as recovered from survey_answer b
            where b.respondent = o.customer_id and b.measure = 'nps' and b.answered_at > o.answered_at
              and b.answered_at <= o.answered_at + interval '${RECOVERED_WITHIN} days') later on true
     )
     select count(*)::int as opened, (count(*) filter (where o.state = 'told'))::int as closed,
            (percentile_cont(0.5) within group (order by o.state_at - o.opened_at)
               filter (where o.state = 'told') / 3600000)::float8 as median,
            (count(*) filter (where o.measure = 'nps' and o.score <= 6))::int as detractors,
            (count(*) filter (where o.measure = 'nps' and o.score <= 6 and (coalesce(g.recovered, false)
               or (o.state = 'told' and o.state_at - o.opened_at <= ${RECOVERED_WITHIN} * 86400000.0))))::int as recovered,
            avg(g.change)::float8 as change
       from one o join again g on g.id = o.id`,
    [from.getTime(), until.getTime(), ruleSet ?? null],
  );
  const { opened, closed, median, detractors, recovered, change } = row as Row;
  return {
    opened,
    closed: shareOf(closed, opened),
    medianHoursToClose: median,
    recovered: shareOf(recovered, detractors),
    scoreChange: change,
  };
}
