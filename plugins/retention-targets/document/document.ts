import type { Condition } from '#contract';

/** The kind of the rule sets that say where customers stand. */
export const RETENTION = 'retention-targets';

/** Where customers are in their life with the account. */
export const PHASES = ['onboarding', 'active', 'atRisk', 'lapsed', 'wonBack', 'churned'] as const;
export type Phase = (typeof PHASES)[number];

/** Phases in which a customer is lost, unless it is won back. */
export const LOST: ReadonlySet<Phase> = new Set<Phase>(['lapsed', 'churned']);

/** A stage of the life of customers. Each customer is in exactly one: the first whose conditions hold. */
export interface Stage {
  readonly key: string;
  readonly title: string;
  /** What the stage is in the words of the field. */
  readonly phase: Phase;
  readonly when: Condition;
  /** Only for who comes from one of these stages, as long as the conditions hold: who was won back. */
  readonly after?: readonly string[];
}

/** A sign that a customer may leave. */
export interface Signal {
  readonly key: string;
  readonly title: string;
  readonly when: Condition;
}

/** Satisfaction against retention. Who is neither satisfied nor dissatisfied, because nobody knows, has no quadrant. */
export interface QuadrantRules {
  readonly satisfied: Condition;
  /** Goes before `satisfied` where both hold. */
  readonly dissatisfied: Condition;
  /** Whoever is not leaving stays. */
  readonly leaving: Condition;
}

export const QUADRANTS = ['happy-stayer', 'hostage', 'happy-leaver', 'defector'] as const;
export type Quadrant = (typeof QUADRANTS)[number];

/** What is usual in an industry, as a share for a year: from whom, as of when, and what was counted. */
export interface Benchmark {
  readonly industry: string;
  readonly low: number;
  readonly high: number;
  readonly source: string;
  /** Calendar day. */
  readonly asOf: string;
  readonly definition: string;
}

/**
 * How a target rises from year to year: by points of the share (0.03: from 75 % to 78 %), by a part of itself (0.03: from
 * 75 % to 77.25 %), or by a part of those who leave (0.03: churn falls from 25 % to 24.25 %).
 */
export interface Ladder {
  readonly by: 'points' | 'partOfRetention' | 'partOfChurn';
  readonly step: number;
  /** The target rises no further. */
  readonly atMost?: number;
}

/** What a customer earns for as long as it stays. */
export interface Lifetime {
  /** Of a year, in minor units. */
  readonly margin: number;
  /** By which a margin is worth less a year later: 0.1 is 10 %. */
  readonly discount: number;
  /** When the first margin is earned; left out: at the next renewal. */
  readonly first?: 'now' | 'renewal';
}

/** What a target is worth, as money in minor units: by the value of a year, by that of a lifetime, or by both. */
export interface Economics {
  /** What a customer who stays is worth in a year. */
  readonly value?: number;
  readonly lifetime?: Lifetime;
  /** What one more who stays costs, and what a new one costs. */
  readonly saving: number;
  readonly acquisition: number;
}

/** Which share of the customers of the first day are to be customers still on the last. Years begin at `from`. */
export interface Target {
  readonly key: string;
  readonly title: string;
  /** Customers of this stage on the first day; left out: of all stages that are not lost. */
  readonly stage?: string;
  /** Only members of this segment on the first day: `<rule set>.<segment>`. */
  readonly segment?: string;
  /** The share before the first year. */
  readonly base: number;
  readonly ladder: Ladder;
  /** At least what is usual in this industry, the lower end, and so much more. */
  readonly above?: { readonly industry: string; readonly by?: number };
  /** Calendar day in the account's time zone. */
  readonly from: string;
  readonly years: number;
  /** The share of all customers that this target is about, so that targets of stages can be held against the whole. */
  readonly weight?: number;
  readonly economics?: Economics;
  /** What competitors promise, for whoever reads the document. */
  readonly competition?: string;
}

/** The document of the kind `retention-targets`. */
export interface RetentionDocument {
  readonly stages: readonly Stage[];
  /** The stage of customers for whom no conditions hold. */
  readonly otherwise: string;
  readonly signals?: readonly Signal[];
  readonly quadrant?: QuadrantRules;
  /** Beside those that come with Retinue; one of the same industry takes its place. */
  readonly benchmarks?: readonly Benchmark[];
  readonly targets?: readonly Target[];
}
