import { type Problem, warning } from '#contract';
import { findGaps, type Gap } from '../targets/reconcile.ts';
import type { RetentionDocument, Target } from './document.ts';
import { phrases } from './words.ts';

/** Targets of stages have to make up the target of the whole. */
export function checkSums(document: RetentionDocument): Problem[] {
  const place = (target: Target): string => `/targets/${document.targets?.indexOf(target)}`;
  return findGaps(document).map((gap) => tell(gap, place));
}

function tell(gap: Gap, place: (target: Target) => string): Problem {
  switch (gap.is) {
    case 'sum': {
      const told = { year: gap.year, parts: percent(gap.parts), asked: percent(gap.asked) };
      return warning(`${place(gap.whole)}/base`, 'DOES_NOT_ADD_UP', phrases.doesNotAddUp(told));
    }
    case 'weights':
      return warning(
        `${place(gap.part)}/weight`,
        'WEIGHTS_DO_NOT_ADD_UP',
        phrases.weightsDoNotAddUp({ sum: percent(gap.sum) }),
      );
    case 'years': {
      const told = { years: gap.part.years, whole: gap.whole.years };
      return warning(`${place(gap.part)}/years`, 'ENDS_BEFORE_THE_WHOLE', phrases.endsBeforeWhole(told));
    }
    case 'day':
      return warning(
        `${place(gap.part)}/from`,
        'BEGINS_BESIDE_THE_WHOLE',
        phrases.beginsBeside({ from: gap.part.from }),
      );
  }
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
