import { type Contributions, engineSources } from '../assemble.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import { calendarOf } from '../metrics/calendar.ts';
import { listAccumulators, planMetrics } from '../metrics/plan.ts';
import { makeCatalogue } from '../pipeline/make-catalogue.ts';

/** The facts that exist in an account of its own: no attributes, no metrics of marketers, no rule sets. */
export function bareCatalogue(contributions: Contributions): FactCatalogue {
  const sources = engineSources(contributions, calendarOf('UTC'));
  let next = 0;
  const slots = new Map(
    [...listAccumulators(sources).values()].map(({ key, width }) => {
      const slot = next;
      next += width;
      return [key, { slot, width, generation: 1 }];
    }),
  );
  return makeCatalogue(planMetrics(sources, slots, 1), [], []);
}
