import type { Phrase, Value } from '../language/phrase.ts';
import type { Problem, Rule } from './condition.ts';
import type { Fact, FactCatalogue, FactTranslations, FactType } from './fact.ts';
import type { RoadTransaction } from './transaction.ts';

/** JSON Schema 2020-12, as far as a document of a kind needs it. `{ $ref: '#/$defs/condition' }` stands for conditions. */
export type JsonSchema = Readonly<Record<string, unknown>>;
export const Conditions: JsonSchema = Object.freeze({ $ref: '#/$defs/condition' });

/** What holds for a customer by one rule set. `rule` is the index of the rule that decided. Times: epoch milliseconds. */
export interface Outcome {
  readonly key: string;
  readonly rule: number;
  /** Until when this stands as long as the same rules hold; left out: for ever. Only kinds that are `timed` say so. */
  readonly until?: number;
}

/** What held before, and since when. */
export interface HeldOutcome {
  readonly key: string;
  readonly since: number;
}

/** A difference to be told: an outcome began, ended, or moved. `rule` points to the rule whose conditions explain it. */
export interface ChangeDraft {
  readonly type: string;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly rule?: number;
}

/** A fact that a rule set's outcomes provide to later rule sets. */
export interface ProvidedFact {
  readonly name: string;
  readonly title: string;
  readonly translations?: FactTranslations;
  readonly type: FactType;
  readonly values?: readonly string[];
  /** For `boolean` facts: what is said when it is true, and when it is false. */
  readonly said?: Fact['said'];
  value(outcomes: readonly { readonly key: string }[]): number | string | boolean | undefined;
}

/** How a rule of a document is told to people: what comes of it while its conditions hold, and what else it says. */
export interface RuleWords {
  readonly outcome: Phrase;
  readonly details?: readonly Phrase[];
}

export interface DecideInput<D> {
  readonly document: D;
  /** 1 where the rule of that index holds. */
  readonly holds: Uint8Array;
  readonly before: readonly HeldOutcome[];
  readonly now: number;
  /** When this was decided last by the same version; `now` when it never was. */
  readonly decidedAt: number;
  /** The facts that `reads` names, in its order; undefined: unknown. Booleans are 0 and 1. */
  readonly values?: readonly (number | string | undefined)[];
  /**
   * Which rules held at an instant since the last decision, by what was known then: where the end of a period takes the
   * very numbers by which it is to be judged. Left out: nobody knows.
   */
  heldAt?(instant: number): Uint8Array;
  /** Whether a version decides that was never asked about the customer: it was published since, or the customer is new. */
  readonly anew?: boolean;
  /** Index of the calendar day of an instant in the account's time zone, and the instant at which that day begins. */
  readonly days: Pick<FactCatalogue, 'calendarDay' | 'startOfDay'>;
}

export interface SettledCustomer {
  readonly customerId: string;
  readonly before: readonly HeldOutcome[];
  readonly after: readonly Outcome[];
}

/**
 * What a plugin teaches the engine: a kind of rule set. Everything but `settle` is pure, so that a preview is the same
 * road without the last step.
 */
export interface Kind<D = unknown> {
  /** kebab-case, plural: `loyalty-tiers`. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /**
   * What its title, its description and the texts in its schema (`title`, `description`, `errorMessage`) say in other
   * languages, by the English text.
   */
  readonly translations?: { readonly zh?: Readonly<Record<string, string>> };
  /** JSON Schema of what a marketer edits. */
  readonly document: JsonSchema;
  /** A document that passes; shown to marketers and validated at start-up. */
  readonly example: D;
  /** What JSON Schema cannot say. Runs only on documents that fit the schema. */
  check?(document: D): readonly Problem[];
  /** The rules of a document; the index in this list is the index everywhere. */
  rules(document: D): readonly Rule[];
  /** Every outcome a document can lead to, with its title. */
  outcomes(document: D): readonly { readonly key: string; readonly title: string; readonly data?: unknown }[];
  /**
   * For kinds in which of all rules that hold only one counts: their indexes, the one that wins over all others first.
   * With it, rules that can never win are found.
   */
  ranking?(document: D): readonly number[];
  /**
   * How each rule is told, in the order of `rules`; a kind that says nothing has the titles of its outcomes told. `money`
   * makes an amount of minor units of the account's currency, for details.
   */
  words?(document: D, money: (minor: number) => Value): readonly RuleWords[];
  /**
   * Whether `decide` looks at nothing but `holds` and the document, neither at what held before nor at the time, and
   * `changes` not at since when. Then a preview need not read what holds: it is what the published version says.
   */
  readonly stateless?: boolean | ((document: D) => boolean);
  /**
   * Whether each rule speaks for itself: `decide` gives for every rule that holds the outcome whose key is the name of the
   * rule, in the order of the rules, and nothing else, and `changes` tells of each outcome for itself. Such a kind is
   * stateless, and previews compare whole columns of customers without asking `decide` about each.
   */
  readonly byRule?: boolean;
  /** Whether by this document time alone may decide something else while the same rules hold: its outcomes say until when. */
  timed?(document: D): boolean;
  /**
   * Facts that `decide` looks at besides which rules hold: metrics, attributes, `joinedAt`, `locale`. It is asked again when
   * they change.
   */
  reads?(document: D): readonly string[];
  /** What now holds for one customer. Return outcomes in a stable order. */
  decide(input: DecideInput<D>): readonly Outcome[];
  /** The differences between what held and what now holds. */
  changes(before: readonly HeldOutcome[], after: readonly Outcome[]): readonly ChangeDraft[];
  /**
   * For kinds whose outcomes have an order, of which a customer has one at a time: a higher rank is better. Undefined: no
   * such outcome. Only rule sets of such a kind can be rolled out to those who rise by them first.
   */
  rank?(document: D, key: string): number | undefined;
  provides?(document: D, ruleSetKey: string): readonly ProvidedFact[];
  /** Set-based, idempotent writes to the kind's own tables, inside the road's transaction. */
  settle?(customers: readonly SettledCustomer[], tx: RoadTransaction): Promise<void>;
}

/** Declares a kind. Outside its own files only the engine handles its documents, so their type is not told further. */
export const defineKind = <D>(kind: Kind<D>): Kind<never> => Object.freeze(kind) as unknown as Kind<never>;
