import type { Cause } from '../contract/change.ts';
import type { CustomerState } from './customer-state.ts';
import type { ActiveRuleSet, Engine } from './engine.ts';

/** What moved the customer: the last activity that was recorded, else the profile, else a new metric, else time. */
export function causeOf(customer: CustomerState, engine: Engine): Cause {
  if (customer.cause) return customer.cause;
  const last = customer.fresh.reduce((found, one) => (!found || one.seq > found.seq ? one : found), customer.fresh[0]);
  if (last) return { by: 'activity', activityId: last.id };
  if (customer.profileChanged) return { by: 'profile' };
  return { by: customer.beforeAt > 0 && engine.generations.metrics > customer.metricsGeneration ? 'metric' : 'time' };
}

/** What moved the customer in one rule set: a version that the customer was not judged by before, else its cause. */
export function causeIn(ruleSet: ActiveRuleSet, customer: CustomerState, engine: Engine, cause: Cause): Cause {
  const { rulesGeneration } = customer;
  const published = ruleSet.generation > rulesGeneration && engine.generations.rules > rulesGeneration;
  return published ? { by: 'publish', versionId: ruleSet.versionId } : cause;
}
