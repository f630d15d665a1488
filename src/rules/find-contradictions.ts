import { type Problem, type Rule, warning } from '../contract/condition.ts';
import { phrase } from '../language/say.ts';
import type { Logic } from './logic.ts';

/** Warns of rules that can never hold or always hold by several facts together, where `told` says nothing of it yet. */
export function findContradictions(rules: readonly Rule[], told: readonly Problem[], logic: Logic): Problem[] {
  const isTold = ({ pointer }: Rule): boolean =>
    told.some((one) => CONSTANT.has(one.code) && (one.pointer === pointer || one.pointer.startsWith(`${pointer}/`)));
  return rules
    .filter((rule) => !isTold(rule))
    .flatMap(({ pointer, when }) => {
      if (logic.isImpossible(when)) return [warning(pointer, 'NEVER_HOLDS', phrase('analysis.contradicts'))];
      return logic.isCertain(when) ? [warning(pointer, 'ALWAYS_HOLDS', phrase('analysis.certain'))] : [];
    });
}

const CONSTANT: ReadonlySet<string> = new Set(['NEVER_HOLDS', 'ALWAYS_HOLDS']);
