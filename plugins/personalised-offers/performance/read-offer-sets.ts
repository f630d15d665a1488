import type { OfferState } from '../shelf/made-offer.ts';
import type { Ask } from '../shelf/open-shelves.ts';

/** How many offers of one key are in which state. */
export interface StateCount {
  readonly ruleSet: string;
  readonly offer: string;
  readonly state: OfferState;
  readonly count: number;
}

/** What became of the offers of rule sets, by offer. */
export const countStates = (sql: Ask, ruleSets: readonly string[]): Promise<StateCount[]> =>
  sql.query<StateCount>(
    'offers-count-states',
    `select rule_set as "ruleSet", offer, state, count(*)::float8 as count
       from personalised_offers_offer where rule_set = any($1::text[]) group by 1, 2, 3`,
    [ruleSets],
  );

/** What is taken of a budget. */
export interface BudgetUse {
  readonly ruleSet: string;
  readonly name: string;
  readonly reserved: number;
  readonly committed: number;
}

/** What is taken of the budgets of rule sets. */
export const readBudgets = (sql: Ask, ruleSets: readonly string[]): Promise<BudgetUse[]> =>
  sql.query<BudgetUse>(
    'offers-budgets',
    `select rule_set as "ruleSet", name, reserved::float8, committed::float8
       from personalised_offers_counter where rule_set = any($1::text[]) and of = 'budget'`,
    [ruleSets],
  );
