import type { Cause } from '../contract/change.ts';
import type { CustomerState } from './customer-state.ts';
import type { Judgement } from './judge.ts';
import type { KeptChanges } from './keeping.ts';

/** A customer at the end of the road: what it became, and what is to be told. */
export interface Settled {
  readonly customer: CustomerState;
  readonly judgement: Judgement;
  /** What holds now: pairs of code and since. */
  readonly held: Float64Array;
  readonly cause: Cause;
  /** What keepers tell. */
  readonly kept: KeptChanges;
}
