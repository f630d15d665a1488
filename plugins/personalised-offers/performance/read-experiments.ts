import type { Experiment } from '../offers/document.ts';
import type { Ask } from '../shelf/open-shelves.ts';
import { type ArmFigures, compareArms, type ExperimentFigures } from './uplift.ts';

/** An experiment as its rule set says it. */
export interface Asked {
  readonly key: string;
  readonly won: Experiment['won'];
}

interface Row {
  readonly place: number;
  readonly arm: 'offered' | 'heldOut';
  readonly customers: number;
  readonly won: number;
  readonly planned: number;
  readonly paying: boolean;
  readonly mean: number;
  readonly variance: number | null;
}

const NOBODY: ArmFigures = { customers: 0, won: 0, spend: null };

/**
 * What became of everybody who was drawn, by arm: of those who were made no offer all the same, too. An activity counts that
 * happened after the draw, as long as the experiment says. One statement, whatever the number of experiments.
 */
export async function readExperiments(sql: Ask, asked: readonly Asked[]): Promise<ExperimentFigures[]> {
  const rows = await sql.query<Row>(
    'offers-experiments',
    `select v.place::int as place, e.arm, count(*)::float8 as customers, count(*) filter (where a.won)::float8 as won,
            sum(e.holdout)::float8 as planned, coalesce(bool_or(a.paying), false) as paying,
            avg(a.spend)::float8 as mean, var_samp(a.spend)::float8 as variance
       from unnest($1::text[], $2::text[], $3::float8[]) with ordinality as v(key, kind, days, place)
       join personalised_offers_exposure e on e.experiment = v.key
      cross join lateral (
        select count(*) > 0 as won, coalesce(sum((a.payload ->> 'amount')::float8), 0) as spend,
               bool_or(a.payload ? 'amount') as paying
          from activity a
         where a.customer_id = e.customer_id and a.kind = v.kind and a.occurred_at > to_timestamp(e.at / 1000.0)
           and a.occurred_at <= to_timestamp(e.at / 1000.0) + make_interval(days => v.days::int)) a
      group by v.place, e.arm`,
    [asked.map(({ key }) => key), asked.map(({ won }) => won.by), asked.map(({ won }) => won.withinDays)],
  );
  return asked.map((_, i) => {
    const own = rows.filter(({ place }) => place === i + 1);
    const paying = own.some((row) => row.paying);
    const of = (arm: Row['arm']) =>
      armOf(
        own.find((row) => row.arm === arm),
        paying,
      );
    return compareArms(
      of('offered'),
      of('heldOut'),
      own.reduce((sum, { planned }) => sum + planned, 0),
    );
  });
}

function armOf(row: Row | undefined, paying: boolean): ArmFigures {
  if (!row) return NOBODY;
  const { customers, won, mean, variance } = row;
  return { customers, won, spend: paying ? { mean, variance, n: customers } : null };
}
