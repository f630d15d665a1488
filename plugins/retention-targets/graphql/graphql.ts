import type { Builder } from '#contract';
import { history } from './history.ts';
import { standing } from './standing.ts';
import { targets } from './targets.ts';

/** All that the plugin adds to the API. */
export function retentionGraphql(builder: Builder): void {
  standing(builder);
  targets(builder);
  history(builder);
}
