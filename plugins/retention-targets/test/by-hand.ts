/** The sample population by what it did: SQL by hand over activities and wishes, and over nothing that Retinue derives. */
export interface Moment {
  /** Since when stages were followed: who was lost before comes back unseen. */
  readonly followed: number;
  readonly first: number;
  readonly now: number;
  /** Pauses end as seen at the beginning of days where time passes once a day. */
  readonly seen: 'day' | 'microseconds';
}

const time = (at: number): string => `'${new Date(at).toISOString()}'::timestamptz`;

/** Stages of the sample rules at an instant. Who bought after 120 days or more is won back until it pauses for 60. */
const stagesAt = (at: number, { followed, seen }: Omit<Moment, 'first' | 'now'>): string => `
  select id as customer, case when days < 60 and pause >= interval '120 days' then 'won-back'
                              when days < 60 and orders >= 2 then 'active' when days < 60 then 'onboarding'
                              when days < 120 then 'at-risk' else 'lapsed' end as stage
    from (
      select c.id, count(*) as orders, floor(extract(epoch from ${time(at)} - max(b.at)) / 86400) as days,
             (array_agg(pause order by b.at desc)
                filter (where pause >= interval '60 days' and b.at > ${time(followed)}))[1] as pause
        from customer c join (
          select customer_id, occurred_at as at, date_trunc('${seen}', occurred_at, 'UTC')
                   - lag(occurred_at) over (partition by customer_id order by occurred_at, seq) as pause
            from activity where kind = 'purchase' and occurred_at <= ${time(at)}) b on b.customer_id = c.id
       group by 1) bought`;

/** Who shows one of the four signs of the sample rules. */
const signsAt = (at: number): string => `
  select customer_id as customer from (
    select customer_id, max(occurred_at) filter (where kind = 'complaintResolved') as resolved,
           max(occurred_at) filter (where kind = 'complaintReopened') as reopened
      from activity where kind like 'complaint%' group by 1, payload ->> 'complaint') complaint
   where resolved is null or reopened > resolved
  union
  select customer_id from (
    select customer_id, count(*) filter (where occurred_at > ${time(at)} - interval '90 days') as recent,
           count(*) filter (where occurred_at > ${time(at)} - interval '365 days') as whole,
           least(275, floor(extract(epoch from ${time(at)} - min(occurred_at)) / 86400) - 89) as days
      from activity where kind = 'purchase' group by 1) habit
   where days > 0 and whole > recent and recent / 90.0 <= 0.5 * (whole - recent) / days
  union
  select customer_id from (
    select distinct on (customer_id) customer_id, (payload ->> 'score')::float8 as score
      from activity where kind = 'rating' order by customer_id, occurred_at desc, seq desc) rating
   where score <= 2
  union
  select customer_id from (
    select customer_id, max(occurred_at) filter (where kind in ('planStarted', 'planRenewed')) as term,
           max(occurred_at) filter (where kind = 'planCancelled') as cancelled,
           max(payload ->> 'period') filter (where kind = 'planStarted') as period
      from activity where kind like 'plan%' group by 1) plan
   where (cancelled is null or cancelled < term)
     and ceil(extract(epoch from (term at time zone 'UTC' + ('1 ' || period)::interval) at time zone 'UTC'
                                  - ${time(at)}) / 86400) <= 30`;

/** The stage of each customer now. */
export const standingByHand = ({ now, ...moment }: Omit<Moment, 'first'>): string =>
  `${stagesAt(now, moment)} order by 1`;

/** All figures of a pace, for the customers of the first day by their stage then. `$1` stages; `$2` the share; `$3` orders, at least. */
export const paceByHand = ({ first, now, ...moment }: Moment): string => `
  with was as (${stagesAt(first, moment)}), is_now as (${stagesAt(now, moment)}), signs as (${signsAt(now)}),
  counted as (
    select count(*)::int as customers, count(*) filter (where kept)::int as retained,
           count(*) filter (where kept and risky)::int as "atRisk",
           count(*) filter (where kept and risky and not refuses)::int as reachable
      from was join lateral (
        select n.stage <> 'lapsed' as kept,
               n.stage = 'at-risk' or exists (select 1 from signs s where s.customer = n.customer) as risky,
               exists (select 1 from contact_preference p where p.customer_id = n.customer
                          and p.purpose = 'follow-up' and not p.consent) as refuses
          from is_now n where n.customer = was.customer) n on true
     where was.stage = any($1::text[])
       and (select count(*) from activity a where a.customer_id = was.customer and kind = 'purchase'
               and occurred_at <= ${time(first)}) >= $3
  ), shared as (
    select *, retained::float8 / customers as rate, 1.959963984540054::float8 ^ 2 as z2,
           power($2::float8, extract(epoch from ${time(now)} - ${time(first)})::float8 / (365 * 86400)) as asked
      from counted
  ), bounded as (
    select *, (rate + z2 / (2 * customers)) / (1 + z2 / customers) as centre,
           sqrt(z2 * (rate * (1 - rate) / customers + z2 / (4.0 * customers ^ 2))) / (1 + z2 / customers) as half
      from shared
  )
  select customers, retained, "atRisk", reachable, rate, asked, centre - half as low, centre + half as high,
         centre - half >= asked as "onTrack",
         greatest(0, ceil(round((customers * $2::float8)::numeric, 9)) - (retained - "atRisk"))::int as "toSave"
    from bounded`;
