import { type Problem, refusal } from '#contract';
import { mostWorkingHours } from '../hours/working-time.ts';
import type { FieldTest, LoopDocument, LoopRule } from './document.ts';
import { phrases } from './words.ts';

/** What JSON Schema cannot say of documents of the loop. */
export const checkLoop = ({ rules, hours, deadlines }: LoopDocument): Problem[] => [
  ...rules.flatMap((rule, i) => checkRule(rules, rule, i)),
  ...(hours && hours.until <= hours.from
    ? [refusal('/hours/until', 'ENDS_BEFORE_IT_BEGINS', phrases.endsBefore())]
    : []),
  ...(hours?.holidays ?? []).flatMap((day, i) =>
    isDay(day) ? [] : [refusal(`/hours/holidays/${i}`, 'NO_DAY', phrases.noDay())],
  ),
  ...checkDeadlines(deadlines),
  ...checkReach(hours, deadlines),
];

function checkRule(rules: readonly LoopRule[], { key, upon }: LoopRule, i: number): Problem[] {
  const isTaken = rules.findIndex((one) => one.key === key) < i;
  return [
    ...(isTaken ? [refusal(`/rules/${i}/key`, 'KEY_TAKEN', phrases.keyTaken({ key }))] : []),
    ...(upon.fields ?? []).flatMap((test, n) =>
      isEmpty(test) ? [refusal(`/rules/${i}/upon/fields/${n}/to`, 'NO_RANGE', phrases.noRange())] : [],
    ),
  ];
}

const isEmpty = ({ from, to }: FieldTest): boolean => from !== undefined && to !== undefined && from > to;

function checkDeadlines(deadlines: LoopDocument['deadlines']): Problem[] {
  const { analysed = 0, acted = analysed, told = acted } = deadlines ?? {};
  if (acted < analysed) return [refusal('/deadlines/acted', 'BACKWARDS', phrases.backwards())];
  return told < acted ? [refusal('/deadlines/told', 'BACKWARDS', phrases.backwards())] : [];
}

/** A deadline behind all hours that are looked through would never come. */
const checkReach = (hours: LoopDocument['hours'], deadlines: LoopDocument['deadlines'] = {}): Problem[] =>
  Object.entries(deadlines).flatMap(([state, after]) =>
    hours && hours.from < hours.until && after > mostWorkingHours(hours)
      ? [refusal(`/deadlines/${state}`, 'TOO_FAR', phrases.tooFar({ most: mostWorkingHours(hours) }))]
      : [],
  );

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
