import fc from 'fast-check';
import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { declareAttribute } from '../../src/customers/declare-attribute.ts';
import type { Replacement } from '../../src/pipeline/engine-with.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import type { PreviewResult } from '../../src/preview/result.ts';
import { content, START } from '../support/activity-arbitrary.ts';
import { testRoad } from '../support/road.ts';
import { publishSurvey, surveyOf } from '../support/surveys.ts';
import { allDrafts, drafts } from './documents.ts';
import { makePreview, publishDrafts } from './preview.ts';

const DAY = 86_400_000;
const { road, database } = await testRoad();
const names = ['ann', 'bob', 'cem', 'dee', 'eve', 'fay'];
const ids = names.map((name) => customerIdOf(name));
await publishSurvey(database, 'any', surveyOf());
await declareAttribute(database, operator, { key: 'city', title: 'City', type: 'string' });
await publishDrafts(road, fc.sample(allDrafts, { seed: 1, numRuns: 1 })[0] ?? []);
await road.settle({ activities: [], profiles: names.map((externalId) => ({ customer: { externalId } })), now: START });

const activity = fc.record({ content, who: fc.constantFrom(...names), ago: fc.integer({ min: 0, max: 100 * DAY }) });
const profile = fc.record({
  who: fc.constantFrom(...names),
  locale: fc.constantFrom('en', 'de', null),
  city: fc.constantFrom('Ulm', 'Bath', null),
});
const pass = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 * DAY }), fc.integer({ min: 0, max: 100 * DAY }));

/** What the population does, how much later the preview is of, and what is previewed. */
const story = fc.record({
  before: pass,
  activities: fc.array(activity, { maxLength: 5 }),
  profiles: fc.array(profile, { maxLength: 2 }),
  later: pass,
  drafts,
  few: fc.boolean(),
});

const published = new Map<string, string>();

/** The published document with only the first condition of the draft, where there are several. */
function withFew(draft: Replacement): Replacement {
  const document = JSON.parse(published.get(draft.ruleSetKey) ?? draft.source) as { segments?: { when: unknown }[] };
  const [first, second] = document.segments ?? [];
  if (!first || !second) return draft;
  first.when = JSON.parse(draft.source).segments[0].when;
  return { ...draft, source: JSON.stringify(document) };
}

let now = START;
let keys = 0;
type Change = Record<'customerId' | 'ruleSet' | 'type' | 'key', string> & Record<'from' | 'to', string | null>;

const inOrder = (changes: Change[]): string[] => changes.map((one) => JSON.stringify(one)).sort();

const changesAfter = (seqs: ReadonlyMap<string, number>): Promise<Change[]> =>
  database.query<Change>(
    'changes-after',
    `select h.customer_id as "customerId", s.key as "ruleSet", h.type, h.key, h."from", h."to" from change h
       join unnest($1::uuid[], $2::int[]) as v(id, seq) on v.id = h.customer_id and h.change_seq > v.seq
       join rule_set s on s.id = h.rule_set_id`,
    [[...seqs.keys()], [...seqs.values()]],
  );

const holding = async (): Promise<Map<string, number>> => {
  const rows = await database.query<{ name: string; count: number }>(
    'holding',
    `select s.key || ' ' || k.key as name, count(*)::int as count from outcome join outcome_code k using (code)
       join rule_set s on s.id = k.rule_set_id group by 1`,
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
};

it('a preview finds what publishing then writes, whatever the documents, the population and the instant', async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(story, async ({ before, activities, profiles, later, drafts: asked, few }) => {
      const wanted = few ? asked.map(withFew) : asked;
      now += before;
      await road.settle({
        activities: activities.map(({ content: what, who, ago }) => {
          return { ...what, customer: { externalId: who }, key: `k${keys++}`, source: 'test', occurredAt: now - ago };
        }),
        profiles: profiles.map(({ who, locale, city }) => {
          return { customer: { externalId: who }, locale, attributes: { city } };
        }),
        now,
      });
      now += later;
      const id = await makePreview(road, wanted, now);

      await sweepAll(road, now); // what time alone does by then is not of the draft
      const seqs = await database.query<{ id: string; seq: number }>(
        'seqs',
        'select id, change_seq as seq from customer',
      );
      await publishDrafts(road, wanted);
      for (const { ruleSetKey, source } of wanted) published.set(ruleSetKey, source);
      await road.settle({ activities: [], customerIds: ids, now });

      const movers = await database.query<Change>(
        'movers-of',
        `select customer_id as "customerId", rule_set as "ruleSet", type, key, "from", "to" from preview_mover
          where preview_id = $1`,
        [id],
      );
      const changes = await changesAfter(new Map(seqs.map((row) => [row.id, row.seq])));
      expect(inOrder(movers)).toEqual(inOrder(changes));
      moved += changes.length;

      const [row] = await database.query<{ result: PreviewResult }>(
        'result',
        'select result from preview where id = $1',
        [id],
      );
      const counts = await holding();
      for (const { key: ruleSet, outcomes } of row?.result.ruleSets ?? [])
        for (const { key, after } of outcomes)
          expect([ruleSet, key, after]).toEqual([ruleSet, key, counts.get(`${ruleSet} ${key}`) ?? 0]);
      expect(row?.result.customers).toBe(names.length);
      expect(row?.result.moved).toBe(new Set(changes.map(({ customerId }) => customerId)).size);
    }),
    { numRuns: 1000 },
  );
  expect(moved).toBeGreaterThan(1000);
}, 600_000);
