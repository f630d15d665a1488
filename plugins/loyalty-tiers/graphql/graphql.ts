import type { Builder } from '#contract';
import { accounts } from './accounts.ts';
import { acts } from './acts.ts';
import { programmes } from './programmes.ts';
import { progress } from './progress.ts';
import { tiers } from './tiers.ts';

/** All that the plugin adds to the API. */
export function loyaltyGraphql(builder: Builder): void {
  tiers(builder);
  progress(builder);
  programmes(builder);
  accounts(builder);
  acts(builder);
}
