import { type Problem, refusal, warning } from '#contract';
import { benchmarksOf } from '../targets/benchmarks.ts';
import { targetOf } from '../targets/ladder.ts';
import { checkSums } from './check-sums.ts';
import type { Benchmark, RetentionDocument, Stage, Target } from './document.ts';
import { phrases } from './words.ts';

/** What JSON Schema cannot say of retention documents. */
export const checkRetention = (document: RetentionDocument): Problem[] => [
  ...repeated(document.stages, '/stages'),
  ...repeated(document.signals ?? [], '/signals'),
  ...repeated(document.targets ?? [], '/targets'),
  ...checkStages(document),
  ...checkBenchmarks(document),
  ...checkTargets(document),
  ...checkSums(document),
];

function repeated(list: readonly { readonly key: string }[], pointer: string): Problem[] {
  return list.flatMap(({ key }, i) =>
    list.findIndex((one) => one.key === key) < i
      ? [refusal(`${pointer}/${i}/key`, 'KEY_TAKEN', phrases.keyTaken({ key }))]
      : [],
  );
}

const unknownStage = (stages: readonly Stage[], key: string, pointer: string): Problem[] =>
  stages.some((stage) => stage.key === key)
    ? []
    : [
        refusal(
          pointer,
          'UNKNOWN_STAGE',
          phrases.unknownStage({ key, keys: { list: stages.map((stage) => stage.key), by: 'comma' } }),
        ),
      ];

function checkStages({ stages, otherwise }: RetentionDocument): Problem[] {
  return [
    ...unknownStage(stages, otherwise, '/otherwise'),
    ...stages.flatMap(({ after = [] }, i) =>
      after.flatMap((key, n) =>
        key === otherwise
          ? [refusal(`/stages/${i}/after/${n}`, 'AFTER_ALL_OTHERS', phrases.afterAllOthers({ key }))]
          : unknownStage(stages, key, `/stages/${i}/after/${n}`),
      ),
    ),
  ];
}

function checkBenchmarks({ benchmarks = [] }: RetentionDocument): Problem[] {
  return benchmarks.flatMap(({ industry, low, high, asOf }, i) => [
    ...(benchmarks.findIndex((one) => one.industry === industry) < i
      ? [refusal(`/benchmarks/${i}/industry`, 'KEY_TAKEN', phrases.keyTaken({ key: industry }))]
      : []),
    ...(isDay(asOf) ? [] : [refusal(`/benchmarks/${i}/asOf`, 'NO_DAY', phrases.noDay())]),
    ...(high < low ? [refusal(`/benchmarks/${i}/high`, 'BELOW_LOW', phrases.belowLow())] : []),
  ]);
}

function checkTargets(document: RetentionDocument): Problem[] {
  const benchmarks = benchmarksOf(document);
  return (document.targets ?? []).flatMap((target, i) => {
    const { stage, from, above, ladder, base } = target;
    const problems = stage === undefined ? [] : unknownStage(document.stages, stage, `/targets/${i}/stage`);
    if (!isDay(from)) problems.push(refusal(`/targets/${i}/from`, 'NO_DAY', phrases.noDay()));
    if (above && !benchmarks.some(({ industry }) => industry === above.industry)) {
      const industries = { list: benchmarks.map(({ industry }) => industry), by: 'comma' } as const;
      const told = phrases.unknownIndustry({ industry: above.industry, industries });
      problems.push(refusal(`/targets/${i}/above/industry`, 'UNKNOWN_INDUSTRY', told));
    }
    if (ladder.atMost !== undefined && ladder.atMost < base)
      problems.push(refusal(`/targets/${i}/ladder/atMost`, 'BELOW_BASE', phrases.belowBase()));
    else if (ladder.step > 0 && targetOf(target, 1, benchmarks) >= 1)
      problems.push(warning(`/targets/${i}/ladder/step`, 'EVERYBODY', phrases.everybody()));
    return [...problems, ...checkEconomics(target, `/targets/${i}/economics`, benchmarks)];
  });
}

function checkEconomics(target: Target, pointer: string, benchmarks: readonly Benchmark[]): Problem[] {
  if (!target.economics) return [];
  const { value, lifetime } = target.economics;
  if (!lifetime) return value === undefined ? [refusal(pointer, 'NO_VALUE', phrases.noValue())] : [];
  const most = Math.max(target.base, targetOf(target, 1, benchmarks));
  return lifetime.discount === 0 && most === 1
    ? [refusal(`${pointer}/lifetime/discount`, 'ENDLESS', phrases.endless())]
    : [];
}

/** Whether there is such a day, and customers may have lived to see it. */
export const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return at >= 0 && text < '2200' && new Date(at).toISOString().startsWith(text);
};
