import type { Activity } from '../contract/activity.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { UserError } from '../errors.ts';
import type { Engine } from '../pipeline/engine.ts';
import { type KeptValues, readKeptValues } from '../pipeline/kept-values.ts';
import type { Road } from '../pipeline/road.ts';
import { type Epoch, engineOf, epochAt, readEpochs } from './epochs.ts';
import { stepsOf } from './kept-steps.ts';
import { type Learned, Life, type Profile } from './life.ts';
import { steps } from './steps.ts';

/** Instants at which something was learned of one customer, at most: more would keep a caller waiting for minutes. */
const MOST_EVENTS = 50_000;

/** What was learned of a customer, by the instant at which it was. */
export interface Story {
  readonly id: string;
  /** The first of them is when the customer was created. */
  readonly events: ReadonlyMap<number, Learned>;
  /** What keepers gave its metrics, by time. */
  readonly kept: readonly KeptValues[];
}

interface CustomerRow {
  id: string;
  created_at: number;
  locale: string | null;
  time_zone: string | null;
  joined_at: number | null;
  attributes: Record<string, unknown>;
}

interface ProfileRow extends Omit<CustomerRow, 'created_at'> {
  at: number;
}

interface ActivityRow extends Omit<Activity, 'customerId' | 'occurredAt'> {
  customer_id: string;
  occurred_at: number;
  learned_at: number;
}

/** When an activity counts: from when we learned of it, or from when it happened, as if we had learned of it at once. */
export type Knowing = 'recorded' | 'happened';

/**
 * The stories of customers as far as they were known at an instant, in their order; without those of whom nobody had
 * heard. A profile that was never edited has no history: it is what the row says.
 */
export async function readStories(
  sql: Sql,
  ids: readonly string[],
  asOf: number,
  knowing: Knowing = 'recorded',
): Promise<Story[]> {
  const until = asOf / 1000;
  const customers = await sql.query<CustomerRow>(
    'stories-customers',
    `select id, (extract(epoch from created_at) * 1000)::float8 as created_at, locale, time_zone, attributes,
            (extract(epoch from joined_at) * 1000)::float8 as joined_at
       from customer where id = any($1::uuid[])`,
    [literal(ids)],
  );
  const profiles = await sql.query<ProfileRow>(
    'stories-profiles',
    `select customer_id as id, (extract(epoch from at) * 1000)::float8 as at, locale, time_zone, attributes,
            (extract(epoch from joined_at) * 1000)::float8 as joined_at
       from profile_version where customer_id = any($1::uuid[]) order by at`,
    [literal(ids)],
  );
  const column = knowing === 'recorded' ? 'recorded_at' : 'occurred_at';
  const activities = await sql.query<ActivityRow>(
    `stories-${knowing}`,
    `select customer_id, id, kind, seq, payload, (extract(epoch from occurred_at) * 1000)::float8 as occurred_at,
            (extract(epoch from ${column}) * 1000)::float8 as learned_at
       from activity where customer_id = any($1::uuid[]) and ${column} <= to_timestamp($2) order by occurred_at, seq`,
    [literal(ids), until],
  );
  const kept = Map.groupBy(await readKeptValues(sql, ids, asOf), ({ customerId }) => customerId);
  const profilesOf = Map.groupBy(profiles, ({ id }) => id);
  const activitiesOf = Map.groupBy(activities, ({ customer_id }) => customer_id);
  const found = new Map(customers.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = found.get(id);
    const events = row && tell(row, profilesOf.get(id) ?? [], activitiesOf.get(id) ?? [], asOf, knowing);
    return events && events.size > 0 ? [{ id, events, kept: kept.get(id) ?? [] }] : [];
  });
}

function tell(
  row: CustomerRow,
  profiles: readonly ProfileRow[],
  activities: readonly ActivityRow[],
  asOf: number,
  knowing: Knowing,
): Story['events'] {
  const events = new Map<number, { activities?: Activity[]; profile?: Profile }>();
  const at = (instant: number) => {
    const event = events.get(instant) ?? {};
    events.set(instant, event);
    return event;
  };
  // as if everything had been learned at once, a customer is there from the first thing that happened
  const first = knowing === 'happened' ? (activities[0]?.learned_at ?? row.created_at) : row.created_at;
  const born = Math.min(row.created_at, first);
  if (born <= asOf) {
    const [only] = profiles.length === 0 || knowing === 'happened' ? [profiles.at(-1) ?? row] : [];
    if (only && !isBlank(only)) at(born).profile = profileOf(only);
    else at(born);
  }
  for (const profile of knowing === 'recorded' ? profiles : [])
    if (profile.at <= asOf) at(profile.at).profile = profileOf(profile);
  for (const { customer_id: customerId, id, kind, seq, payload, occurred_at: occurredAt, learned_at } of activities) {
    const event = at(learned_at);
    event.activities ??= [];
    event.activities.push({ id, customerId, kind, seq, payload, occurredAt });
  }
  return new Map([...events].sort(([a], [b]) => a - b));
}

const isBlank = ({ locale, time_zone, joined_at, attributes }: Omit<ProfileRow, 'at'>): boolean =>
  locale === null && time_zone === null && joined_at === null && Object.keys(attributes).length === 0;

const profileOf = ({ locale, time_zone, joined_at, attributes }: Omit<ProfileRow, 'at'>): Profile => ({
  locale,
  timeZone: time_zone,
  joinedAt: joined_at,
  attributes,
});

/** Customers as they were at an instant, by what was known and published then; null for one nobody had heard of. */
export async function relive(road: Road, ids: readonly string[], asOf: number): Promise<(Life | null)[]> {
  await checkKept(road.database, asOf);
  const epochs = await readEpochs(road);
  const stories = await readStories(road.database, ids, asOf);
  const lives = new Map<string, Life>();
  for (const story of stories) lives.set(story.id, await live(road, story, epochs, asOf));
  return ids.map((id) => lives.get(id) ?? null);
}

/** Profiles have a history since it was first kept; before, nobody could say what they were. */
async function checkKept(sql: Sql, asOf: number): Promise<void> {
  const [row] = await sql.query<{ since: number }>(
    'history-since',
    'select (extract(epoch from history_since) * 1000)::float8 as since from engine',
  );
  if (row && asOf < row.since)
    throw new UserError('HISTORY_NOT_KEPT', `History is kept since ${new Date(row.since).toISOString()}.`, ['asOf']);
}

async function live(road: Road, { id, events, kept }: Story, epochs: readonly Epoch[], asOf: number): Promise<Life> {
  if (events.size > MOST_EVENTS)
    throw new UserError('TOO_MUCH_HISTORY', `More than ${MOST_EVENTS} things were learned of this customer.`);
  const [born = asOf] = events.keys();
  const life = new Life(id, await engineOf(road, epochAt(epochs, born)));
  life.foresee(stepsOf(kept));
  const published = new Map<number, Engine>();
  for (const epoch of epochs)
    if (epoch.from > born && epoch.from <= asOf) published.set(epoch.from, await engineOf(road, epoch));
  const instants = [...new Set([...events.keys(), ...published.keys()])].sort((a, b) => a - b);
  for (const instant of instants) {
    for await (const _ of steps(life, 0, instant - 1));
    const engine = published.get(instant);
    if (engine) life.adopt(engine);
    await life.settle(instant, events.get(instant));
  }
  for await (const _ of steps(life, 0, asOf));
  return life;
}
