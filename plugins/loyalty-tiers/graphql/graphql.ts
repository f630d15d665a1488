import type { Builder } from '#contract';
import { accounts } from './accounts.ts';
import { acts } from './acts.ts';
import { benefitTypes } from './benefits.ts';
import { benefitsOfCustomer } from './benefits-of-customer.ts';
import { programmes } from './programmes.ts';
import { progress } from './progress.ts';
import { tiers } from './tiers.ts';

/** All that the plugin adds to the API. */
export function loyaltyGraphql(builder: Builder): void {
  const benefits = benefitTypes(builder);
  tiers(builder, benefits);
  benefitsOfCustomer(builder, benefits, progress(builder, benefits));
  programmes(builder);
  accounts(builder);
  acts(builder);
}
