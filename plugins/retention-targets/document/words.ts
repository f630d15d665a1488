import { definePhrases, type RuleWords, titled } from '#contract';
import type { RetentionDocument } from './document.ts';

/** What the kind says itself about documents. */
export const phrases = definePhrases('retention-targets', {
  stage: { en: 'is in the stage “{{title}}”', zh: '处于阶段“{{title}}”' },
  otherwise: { en: 'so is everybody who is in no other', zh: '不属于其他阶段的客户也在此阶段' },
  comesFrom: { en: 'only who comes from: {{stages}}', zh: '仅限来自以下阶段的客户：{{stages}}' },
  signal: { en: 'shows the sign “{{title}}”', zh: '出现流失信号“{{title}}”' },
  satisfied: { en: 'counts as satisfied', zh: '视为满意' },
  dissatisfied: { en: 'counts as dissatisfied', zh: '视为不满意' },
  leaving: { en: 'counts as leaving', zh: '视为正在流失' },
  shows: { en: 'the customer shows “{{title}}”', zh: '客户出现“{{title}}”信号' },
  showsNot: { en: 'the customer does not show “{{title}}”', zh: '客户未出现“{{title}}”信号' },
  keyTaken: {
    en: 'The key "{{key}}" is used twice; give each a key of its own.',
    zh: '键“{{key}}”被使用了两次；请分别设置不同的键。',
  },
  unknownStage: {
    en: 'There is no stage "{{key}}"; there is {{keys}}.',
    zh: '没有阶段“{{key}}”；现有阶段：{{keys}}。',
  },
  afterAllOthers: {
    en: 'Customers for whom nothing holds are in "{{key}}", so nobody is seen to leave it; name other stages.',
    zh: '条件均不成立的客户处于“{{key}}”，因此无法判断其离开；请填写其他阶段。',
  },
  noDay: {
    en: 'There is no such day between 1970 and 2200; write it as "2026-01-31".',
    zh: '1970 年至 2200 年之间没有这一天；请写作“2026-01-31”。',
  },
  tooMany: {
    en: 'Ask for at least one and at most {{most}} periods: "until" is the day behind the last.',
    zh: '请查询 1 到 {{most}} 个周期：“until”为最后一天的次日。',
  },
  unknownIndustry: {
    en: 'There is no benchmark for "{{industry}}"; add it to the benchmarks, or take {{industries}}.',
    zh: '没有行业“{{industry}}”的基准；请将其加入基准，或使用 {{industries}}。',
  },
  belowLow: {
    en: 'The upper end lies below the lower end; give "high" at least "low".',
    zh: '上限低于下限；“high”不应小于“low”。',
  },
  belowBase: {
    en: 'The target would fall below where it begins; raise what it is at most.',
    zh: '目标会低于起点；请提高上限。',
  },
  everybody: {
    en: 'In the first year everybody would have to stay; a step of three points is 0.03.',
    zh: '第一年就要求所有客户留下；三个百分点应写作 0.03。',
  },
  noValue: {
    en: 'It does not say what a customer is worth; give the value of a year, a lifetime, or both.',
    zh: '未说明客户的价值；请填写年价值、终身价值，或两者都填。',
  },
  endless: {
    en: 'Where everybody stays and nothing is discounted, a lifetime never ends; give a discount above 0, or a target below 100 %.',
    zh: '所有客户都留下且不折现时，终身价值没有上限；请填写大于 0 的折现率，或低于 100 % 的目标。',
  },
  doesNotAddUp: {
    en: 'In year {{year}} the targets of the stages come to {{parts}} of all customers, and this asks for {{asked}}; change the weights or one of the targets.',
    zh: '第 {{year}} 年各阶段目标合计为全部客户的 {{parts}}，而此处要求 {{asked}}；请调整权重或其中一个目标。',
  },
  weightsDoNotAddUp: {
    en: 'The weights of the stages come to {{sum}} of all customers instead of 100 %; give every stage that is not lost one target, and its share as the weight.',
    zh: '各阶段权重合计为全部客户的 {{sum}}，而不是 100 %；请为每个未流失的阶段设置一个目标，并以其占比为权重。',
  },
  endsBeforeWhole: {
    en: 'It ends with year {{years}}, and the target of the whole goes on to year {{whole}}; give both as many years, for nothing holds the later ones together.',
    zh: '该目标到第 {{years}} 年结束，而整体目标持续到第 {{whole}} 年；请设置相同的年数，否则之后的年份无法核对。',
  },
  beginsBeside: {
    en: 'No target of the whole begins on {{from}}, so nothing holds this one against it; let both begin on the same day.',
    zh: '没有从 {{from}} 开始的整体目标，因此该目标无法核对；请让两者从同一天开始。',
  },
});

/** How each rule is told, in the order of the rules. */
export const retentionWords = ({ stages, otherwise, signals = [], quadrant }: RetentionDocument): RuleWords[] => [
  ...stages.map(({ key, title, after }) => ({
    outcome: phrases.stage({ title: titled(title) }),
    details: [
      ...(after ? [phrases.comesFrom({ stages: { list: after, by: 'comma' } as const })] : []),
      ...(key === otherwise ? [phrases.otherwise()] : []),
    ],
  })),
  ...signals.map(({ title }) => ({ outcome: phrases.signal({ title: titled(title) }) })),
  ...(quadrant ? [phrases.satisfied(), phrases.dissatisfied(), phrases.leaving()].map((outcome) => ({ outcome })) : []),
];
