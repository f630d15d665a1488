import type { Activity } from '../contract/activity.ts';
import type { Life } from '../history/life.ts';
import { HORIZON, MOST_STEPS } from '../history/steps.ts';
import { parseInstant } from '../rules/instants.ts';
import { produce } from './produce.ts';
import type { Need } from './values.ts';
import { type Way, Ways } from './ways.ts';
import { Case, neededPlaces, type Value } from './what-if.ts';

/** A fact that has to take another value, and the tests that ask for it. */
export interface Change {
  readonly fact: string;
  readonly from: Value;
  /** The nearest value that does it. */
  readonly to: Value;
  readonly tests: readonly Omit<Need, 'id'>[];
}

/** One way for an outcome to begin, or to end. */
export interface Suggestion {
  /** All of these together; none when time alone does it. */
  readonly changes: readonly Change[];
  /** Epoch milliseconds: from then on these changes would not be enough any more. Null: not within the horizon. */
  readonly by: number | null;
  /** When time alone does it, in epoch milliseconds; null for a change that somebody has to make. */
  readonly at: number | null;
  /** Activities that, recorded now, make the changes; null where they do not follow from activities alone. */
  readonly activities: readonly Activity[] | null;
  /** Shares by which numbers move, 1 for what is not a number; for time, years. Suggestions are sorted by it. */
  readonly effort: number;
}

/** The outcome that is asked about: of the rule set at this place of the engine. */
export interface Asked {
  readonly place: number;
  readonly key: string;
}

/** How many ways are tried before the best are shown. */
const TRIED = 12;

/**
 * What would make an outcome begin that does not hold, or end one that does: the nearest ways, each tried before it is
 * told, with the instant by which it has to be done. `life` is the customer as of now.
 */
export async function suggest(
  life: Life,
  { place, key }: Asked,
  now: number,
  { currency, most }: { readonly currency: string; readonly most: number },
): Promise<Suggestion[]> {
  const { engine } = life;
  const places = neededPlaces(engine, place);
  const code = engine.ruleSets[place]?.codes.get(key);
  const situation = new Case(life, now);
  const verdicts = situation.judge(places);
  const wanted = !verdicts.get(place)?.outcomes.some((one) => one.key === key);
  const reached = (one: Case, replaced: ReadonlyMap<string, Value>): boolean =>
    one
      .judge(places, replaced)
      .get(place)
      ?.outcomes.some((outcome) => outcome.key === key) === wanted;
  const holds = (one: Life): boolean => one.standing.held.some((held) => held.code === code);

  const drafts: Draft[] = [];
  for (const way of new Ways(situation, verdicts).to(place, key, wanted).slice(0, TRIED)) {
    if (!reached(situation, way.values)) continue;
    const changes = changesOf(way, verdicts.get(place)?.facts ?? situation.facts, situation);
    const activities = produce(engine.plan, changes, life.past.activities, { customerId: life.id, now, currency });
    if (activities && holds(await followed(life, activities, now)) !== wanted) continue;
    drafts.push({ changes, by: null, at: null, activities: activities ?? null, effort: way.effort });
    if (drafts.length === most) break;
  }
  const alone = await lookAhead(life.fork(), drafts, now, (one) => holds(one) === wanted, reached);
  const all: Suggestion[] = alone === undefined ? drafts : [...drafts, waiting(alone, now)];
  return all.sort((a, b) => a.effort - b.effort).slice(0, most);
}

/** The life of somebody who does these things at an instant. */
async function followed(life: Life, activities: readonly Activity[], at: number): Promise<Life> {
  const other = life.fork();
  await other.settle(at, { activities: activities.map((activity) => ({ ...activity, occurredAt: at })) });
  return other;
}

type Draft = { -readonly [K in keyof Suggestion]: Suggestion[K] };

const YEAR = 365 * 86_400_000;
const waiting = (at: number, now: number): Suggestion => ({
  changes: [],
  by: null,
  at,
  activities: null,
  effort: (at - now) / YEAR,
});

function changesOf({ values, needs }: Way, facts: Case['facts'], { engine }: Case): Change[] {
  return [...values].map(([name, to]): Change => {
    const fact = engine.catalogue.facts.get(name);
    const tests = (needs.get(name) ?? []).map(({ leaf, wanted }) => ({ leaf, wanted }));
    return { fact: name, from: fact ? valueIn(facts, fact) : null, to, tests };
  });
}

function valueIn(facts: Case['facts'], { type, index }: { readonly type: string; readonly index: number }): Value {
  if (type === 'text') return facts.texts[index] ?? null;
  const value = facts.numbers[index] as number;
  if (Number.isNaN(value)) return null;
  return type === 'boolean' ? value === 1 : value;
}

/**
 * Lets time pass without anybody doing anything, and notes when each suggestion would not be enough any more. Returns
 * when the outcome moves by itself, and looks no further.
 */
async function lookAhead(
  life: Life,
  drafts: readonly Draft[],
  now: number,
  moved: (life: Life) => boolean,
  reached: (one: Case, replaced: ReadonlyMap<string, Value>) => boolean,
): Promise<number | undefined> {
  const open = new Set(drafts);
  const check = async (at: number): Promise<void> => {
    const situation = new Case(life, at);
    for (const draft of open) {
      const enough = draft.activities
        ? moved(await followed(life, draft.activities, at))
        : reached(situation, changedAt(situation, draft, now));
      if (enough) continue;
      draft.by = at;
      open.delete(draft);
    }
  };
  const deadlines = deadlinesOf(drafts, now);
  const until = now + HORIZON;
  for (let count = 0; life.due <= until && count < MOST_STEPS; count++) {
    const at = Math.max(life.due, now + 1);
    while (deadlines[0] !== undefined && deadlines[0] < at) await check(deadlines.shift() as number);
    await life.settle(at);
    if (moved(life)) return at;
    if (open.size > 0) await check(at);
  }
  for (const deadline of deadlines) await check(deadline);
  return undefined;
}

/** Instants at which a test of a date that a change is made for may turn. */
function deadlinesOf(drafts: readonly Draft[], now: number): number[] {
  const instants = drafts.flatMap(({ changes }) =>
    changes.flatMap(({ tests }) =>
      tests.flatMap(({ leaf: { value } }) => (typeof value === 'string' ? [parseInstant(value)] : [])),
    ),
  );
  const ahead = instants.flatMap((at) => [at, at + 1]).filter((at) => at > now && at <= now + HORIZON);
  return [...new Set(ahead)].sort((a, b) => a - b);
}

/** The values that facts would have if the changes were made at a later instant. */
function changedAt(situation: Case, { changes }: Draft, now: number): Map<string, Value> {
  const { catalogue, plan } = situation.engine;
  return new Map(
    changes.map(({ fact: name, from, to }): [string, Value] => {
      if (to === now) return [name, situation.now];
      const aggregate = plan.metrics.get(name)?.metric.measure?.aggregate;
      if (aggregate !== 'count' && aggregate !== 'sum' && aggregate !== 'distinctDays') return [name, to];
      const fact = catalogue.facts.get(name);
      const then = fact ? Number(valueIn(situation.facts, fact) ?? 0) : 0;
      return [name, then + Number(to) - Number(from ?? 0)];
    }),
  );
}
