import { expect, it } from 'vitest';
import type { Activity, Facts } from '../../src/contract/index.ts';
import { explainOutcome } from '../../src/explain/explain-outcome.ts';
import { suggest } from '../../src/explain/suggest.ts';
import { Case } from '../../src/explain/what-if.ts';
import type { Life } from '../../src/history/life.ts';
import { readLives } from '../../src/history/read-lives.ts';
import { steps } from '../../src/history/steps.ts';
import { evaluateWithLibrary } from '../../src/rules/reference.ts';
import { explainedRoad, NOW } from './setting.ts';

const { road, database, ids } = await explainedRoad(120);
const engine = await road.engine();
const asked = engine.ruleSets.flatMap((ruleSet, place) =>
  ruleSet.kind.outcomes(ruleSet.document).map(({ key }) => ({ place, key })),
);
const lives = await readLives(database, engine, ids);
const pairs = lives.flatMap((life) => asked.map((one) => ({ life, ...one }))).toSorted((a, b) => hash(a) - hash(b));

/** An order that is the same in every run, and has nothing to do with who and what. */
function hash({ life, place, key }: { life: { id: string }; place: number; key: string }): number {
  let sum = 7;
  for (const letter of `${key}${place}${life.id}`) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_003;
  return sum;
}

/** What json-rules-engine says of a customer, rule set by rule set, with some facts replaced. */
async function library(situation: Case, replaced: ReadonlyMap<string, number | string | boolean | null> = new Map()) {
  const facts: Facts = { numbers: situation.facts.numbers.slice(), texts: [...situation.facts.texts], now: NOW };
  const put = (name: string, value: number | string | boolean | null | undefined): void => {
    const fact = engine.catalogue.facts.get(name);
    if (fact?.type === 'text') facts.texts[fact.index] = (value ?? undefined) as string | undefined;
    else if (fact) facts.numbers[fact.index] = value === null || value === undefined ? Number.NaN : Number(value);
  };
  for (const [name, value] of replaced) put(name, value);
  const said = [];
  for (const [place, ruleSet] of engine.ruleSets.entries()) {
    const { holds, explanations } = await evaluateWithLibrary(ruleSet.rules, engine.catalogue, facts);
    const outcomes = situation.decide({ place, ruleSet, facts }, Uint8Array.from(holds, Number));
    for (const { fact } of ruleSet.provides) put(fact.name, fact.value(outcomes));
    said.push({ ruleSet, explanations, keys: outcomes.map(({ key }) => key) });
  }
  return said;
}

it('explanations of 1,000 outcomes that hold and that do not agree with the engine', async () => {
  const held = await database.query<{ customer_id: string; code: number }>('', 'select customer_id, code from outcome');
  const holding = new Set(held.map(({ customer_id, code }) => `${customer_id} ${code}`));
  let holds = 0;
  for (const { life, place, key } of pairs.slice(0, 1000)) {
    const situation = new Case(life, NOW);
    const told = explainOutcome(situation, { place, key });
    const { ruleSet, explanations, keys } = (await library(situation))[place] as Awaited<ReturnType<typeof library>>[0];
    expect(told.holds).toBe(holding.has(`${life.id} ${ruleSet.codes.get(key)}`));
    expect(told.holds).toBe(keys.includes(key));
    expect(told.rules.length).toBeGreaterThan(0);
    for (const { rule, tree } of told.rules) expect(tree).toEqual(explanations[ruleSet.ruleOf.get(rule) ?? -1]);
    // what does not hold has a rule that fails, or another one that goes before it
    if (!told.holds) expect(told.instead.length > 0 || told.rules.some((rule) => !rule.holds)).toBe(true);
    if (told.holds) holds++;
  }
  expect(holds).toBeGreaterThan(200);
}, 120_000);

/** Whether an outcome holds at a later instant, when nothing but these activities is recorded, then. */
async function later(
  life: Life,
  at: number,
  code: number | undefined,
  activities: readonly Activity[] = [],
): Promise<boolean> {
  const other = life.fork();
  for await (const _ of steps(other, NOW, at));
  if (activities.length > 0)
    await other.settle(at, { activities: activities.map((one) => ({ ...one, occurredAt: at })) });
  return other.standing.held.some((held) => held.code === code);
}

it('following a suggestion does change it: with the facts set so, with the activities recorded, or when time has passed', async () => {
  const done = { facts: 0, activities: 0, by: 0, time: 0, none: 0 };
  for (const { life: before, place, key } of pairs) {
    const [life] = await readLives(database, engine, [before.id]);
    if (!life) throw new Error('a customer is gone');
    const situation = new Case(life, NOW);
    const holds = (await library(situation))[place]?.keys.includes(key);
    const suggestions = await suggest(life, { place, key }, NOW, { currency: 'EUR', most: 5 });
    if (suggestions.length === 0) done.none++;
    const code = engine.ruleSets[place]?.codes.get(key);
    for (const { changes, at, by, activities } of suggestions) {
      if (at !== null) {
        expect([await later(life, at - 1, code), await later(life, at, code)]).toEqual([holds, !holds]);
        done.time++;
        continue;
      }
      const replaced = new Map(changes.map(({ fact, to }) => [fact, to]));
      const after = await library(situation, replaced);
      expect(after[place]?.keys.includes(key), JSON.stringify([key, place, changes])).toBe(!holds);
      done.facts++;
      if (!activities) continue;
      const drafts = activities.map(({ kind, payload }, i) => ({
        customer: { id: life.id },
        kind,
        key: `${done.activities}-${i}`,
        source: 'suggested',
        occurredAt: NOW,
        payload,
      }));
      if (by !== null) {
        const followed = [await later(life, by - 1, code, activities), await later(life, by, code, activities)];
        expect(followed, JSON.stringify([key, place, changes, by])).toEqual([!holds, holds]);
        done.by++;
      }
      const stop = new Error('looked');
      let found: unknown[] = [];
      const look = road.settle({
        activities: drafts,
        now: NOW,
        async alongside(tx) {
          found = await tx.query('', 'select 1 from outcome where customer_id = $1 and code = $2', [life.id, code]);
          throw stop;
        },
      });
      await expect(look).rejects.toBe(stop);
      expect(found.length, JSON.stringify([key, place, changes, activities])).toBe(holds ? 0 : 1);
      done.activities++;
    }
    if (done.facts >= 1000) break;
  }
  console.log(JSON.stringify(done));
  expect(done.facts).toBeGreaterThanOrEqual(1000);
  expect(done.activities).toBeGreaterThan(200);
  expect(done.time).toBeGreaterThan(100);
  expect(done.by).toBeGreaterThan(50);
  expect(done.none).toBeLessThan(100);
}, 240_000);
