export * from '../errors.ts';
export type { Language } from '../language/language.ts';
export { definePhrases, type Phrase, type Text, type Texts, titled, type Value } from '../language/phrase.ts';
export { say } from '../language/say.ts';
export * from './activity.ts';
export * from './change.ts';
export * from './chore.ts';
export * from './classifier.ts';
export * from './condition.ts';
export * from './contact.ts';
export * from './fact.ts';
export type { BeginForecast, Beginning, Forecast, Forecaster } from './forecast.ts';
export type { BatchLoad, Builder, GraphContext, HoldingOutcome, OutcomeReason, PossibleOutcome } from './graphql.ts';
export * from './id.ts';
export {
  type DecidedCustomer,
  defineKeeper,
  type Foreseen,
  type Holding,
  type Keeper,
  type KeeperOutlook,
  type KeeperTransaction,
  type Kept,
  type KeptActivity,
  type KeptChange,
  type KeptCustomer,
  type LockedCustomer,
  type Moved,
  type PublishedRuleSet,
  type Settled,
} from './keeper.ts';
export * from './kind.ts';
export * from './metric.ts';
export * from './past.ts';
export * from './personal.ts';
export * from './plugin.ts';
export * from './scope.ts';
export * from './statistics.ts';
export * from './transaction.ts';
export { CONTRACT } from './version.ts';
export { may, type Role, type Viewer } from './viewer.ts';
