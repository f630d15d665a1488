import { operator } from '../../../src/access/viewer.ts';
import { declareAttribute } from '../../../src/customers/declare-attribute.ts';
import { generatePopulation } from '../../../src/demo/population.ts';
import { demoAttributes, demoRuleSets } from '../../../src/demo/rule-sets.ts';
import { publishDemoSurveys } from '../../../src/demo/surveys.ts';
import { type TestApp, testApp } from '../../../test/support/app.ts';
import { publish } from '../../../test/support/story.ts';
import type { RetentionDocument, Target } from '../document/document.ts';
import { type Moment, paceByHand } from './by-hand.ts';

export const FOLLOWED = Date.UTC(2025, 8, 1);
export const FIRST = Date.UTC(2026, 0, 1);
export const NOW = Date.UTC(2026, 5, 1);
const KEPT = ['won-back', 'active', 'at-risk', 'onboarding'];
export const STAGES = [...KEPT, 'lapsed'];

const target = (key: string, changes: Partial<Target> = {}): Target => ({
  ...{ key, title: key, base: 0.75, from: '2026-01-01', years: 3, ladder: { by: 'points', step: 0.03 } },
  ...changes,
});
const TARGETS = [
  target('all'),
  ...STAGES.map((stage) => target(stage, { stage, base: stage === 'active' ? 0.4 : 0.75 })),
  target('frequent', { segment: 'groups.frequent' }),
];
const FREQUENT = 5;
const groups = {
  segments: [
    {
      ...{ key: 'frequent', title: 'Frequent' },
      when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: FREQUENT }] },
    },
  ],
};

/** Customers of the demo. */
export const people = () => [...generatePopulation({ customers: 400, seed: 7, now: NOW, currency: 'EUR' })];

/** A system that knows what the customers of the demo say. */
export async function sampleApp(clock: () => number): Promise<TestApp> {
  const system = await testApp({ clock });
  await publishDemoSurveys(system.app.road, operator);
  for (const attribute of demoAttributes) await declareAttribute(system.app.database, operator, attribute);
  return system;
}

/** Publishes the stages of the demo, with a target for each, for a segment, and for the whole. */
export async function publishSample({ app }: TestApp): Promise<void> {
  const life = demoRuleSets('EUR').find(({ kind }) => kind === 'retention-targets')?.document as RetentionDocument;
  await publish(app, 'groups', 'segments', groups);
  await publish(app, 'life', 'retention-targets', { ...life, targets: TARGETS });
}

export interface Told {
  readonly noPace: string | null;
  readonly pace: Readonly<Record<string, number | boolean>> | null;
}

/** How the targets stand, by their keys. */
export async function pacesOf(system: TestApp, replay: string | null = null): Promise<Map<string, Told>> {
  const { retentionTargets } = await system.data<{ retentionTargets: (Told & { key: string })[] }>(
    `query ($replay: ID) { retentionTargets(replay: $replay) { key noPace
       pace { customers retained atRisk reachable rate asked low high onTrack toSave } } }`,
    { replay },
  );
  return new Map(retentionTargets.map(({ key, noPace, pace }) => [key, { noPace, pace: rounded(pace) }]));
}

/** Numbers are told from each other by twelve digits behind the point. */
const rounded = (pace: Told['pace']): Told['pace'] =>
  pace &&
  Object.fromEntries(
    Object.entries(pace).map(([name, value]) => [name, typeof value === 'number' ? Number(value.toFixed(12)) : value]),
  );

/** The same by hand. */
export async function pacesByHand({ app }: TestApp, moment: Moment): Promise<Map<string, Told>> {
  const counted = TARGETS.map(async ({ key, stage, segment, base }) => {
    const values = [stage ? [stage] : KEPT, base + 0.03, segment ? FREQUENT : 1];
    const [row] = await app.database.query<NonNullable<Told['pace']>>('', paceByHand(moment), values);
    return [key, { noPace: null, pace: rounded(row ?? null) }] as const;
  });
  return new Map(await Promise.all(counted));
}

/** Adds up a figure of the stages whose customers are customers. */
export const sumOf = (told: ReadonlyMap<string, Told>, figure: string): number =>
  KEPT.reduce((total, key) => total + Number(told.get(key)?.pace?.[figure]), 0);
