import { defineKind } from '#contract';
import { type Plan, planOf } from '../targets/plan.ts';
import { checkRetention } from './check.ts';
import { chinese } from './chinese.ts';
import { changeRetention, decideRetention } from './decide.ts';
import { type Phase, QUADRANTS, RETENTION, type RetentionDocument, type Stage } from './document.ts';
import { example } from './example.ts';
import { quadrantKey, rulesOf, signalKey, stageKey, within } from './places.ts';
import { retentionSchema } from './schema.ts';
import { phrases, retentionWords } from './words.ts';

/** What is known of a stage where only outcomes are. */
export interface StageData {
  readonly phase: Phase;
  /** The targets of the rule set; only with the stage of all others, of which each rule set has one. */
  readonly plan?: Plan;
}

const QUADRANT_TITLES = {
  'happy-stayer': 'Happy stayer',
  hostage: 'Hostage',
  'happy-leaver': 'Happy leaver',
  defector: 'Defector',
} as const;

const lastOf = (part: 'stage' | 'quadrant', outcomes: readonly { readonly key: string }[]): string | undefined =>
  outcomes.map(({ key }) => within(part, key)).find((key) => key !== undefined);

/** Where each customer stands: its stage, the signs that it may leave, and its satisfaction against its retention. */
export const retentionTargets = defineKind<RetentionDocument>({
  key: RETENTION,
  title: 'Retention',
  description:
    'Stage of life, signs of leaving, and satisfaction against retention of each customer; targets for keeping them.',
  translations: { zh: chinese },
  document: retentionSchema,
  example,
  check: checkRetention,
  rules: rulesOf,
  outcomes: (document) => {
    const { stages, signals = [], quadrant, otherwise } = document;
    const dataOf = ({ key, phase }: Stage): StageData =>
      key === otherwise ? { phase, plan: planOf(document) } : { phase };
    return [
      ...stages.map((stage) => ({ key: stageKey(stage.key), title: stage.title, data: dataOf(stage) })),
      ...signals.map(({ key, title }) => ({ key: signalKey(key), title })),
      ...(quadrant ? QUADRANTS.map((key) => ({ key: quadrantKey(key), title: QUADRANT_TITLES[key] })) : []),
    ];
  },
  words: retentionWords,
  stateless: ({ stages }) => stages.every(({ after }) => after === undefined),
  decide: decideRetention,
  changes: changeRetention,
  provides: ({ stages, signals = [], quadrant }, ruleSet) => [
    {
      name: `stage.${ruleSet}`,
      title: `Stage of ${ruleSet}`,
      translations: { zh: { title: `${ruleSet} 的阶段` } },
      type: 'text',
      values: stages.map(({ key }) => key),
      value: (outcomes) => lastOf('stage', outcomes),
    },
    ...signals.map(({ key, title }) => ({
      ...{ name: `signal.${ruleSet}.${key}`, title: `Shows ${title}`, type: 'boolean' as const },
      translations: { zh: { title: `出现“${title}”信号` } },
      said: { yes: phrases.shows({ title }), no: phrases.showsNot({ title }) },
      value: (outcomes: readonly { readonly key: string }[]) => outcomes.some((one) => one.key === signalKey(key)),
    })),
    ...(quadrant
      ? [
          {
            ...{ name: `quadrant.${ruleSet}`, title: `Quadrant of ${ruleSet}`, type: 'text' as const },
            translations: { zh: { title: `${ruleSet} 的象限` } },
            values: QUADRANTS,
            value: (outcomes: readonly { readonly key: string }[]) => lastOf('quadrant', outcomes),
          },
        ]
      : []),
  ],
});
