import {
  type Difference,
  type Lift,
  type Mean,
  relativeLift,
  type SampleRatio,
  sampleRatio,
  shareDifference,
  welch,
} from '#contract';

/** Below so many customers won, or not won, in an arm, a difference says little. */
const LOW_BASE = 10;
/** Sizes that are less probable than this by chance are taken for a fault in the draw or in the counting. */
const MISMATCH = 0.001;
const LEVEL = 0.95;

/** What is counted of the customers of one arm. */
export interface ArmFigures {
  readonly customers: number;
  readonly won: number;
  /** What the activities that count brought, in minor units for each customer; null: they bring no money. */
  readonly spend: Mean | null;
}

/** Why there is no uplift to tell. */
export const NO_UPLIFT = {
  noCustomers: 'Nobody is in one of the arms yet.',
  sampleRatio: 'The arms are not as large as planned, so they cannot be compared; find out why first.',
} as const;

export interface Uplift {
  /** Share won where offers are made, less the share won where they are held back. */
  readonly difference: Difference;
  readonly lift: Lift | null;
  readonly spend: Difference | null;
  readonly lowBase: boolean;
}

export interface ExperimentFigures {
  readonly offered: ArmFigures;
  readonly heldOut: ArmFigures;
  readonly sampleRatio: SampleRatio | null;
  readonly uplift: Uplift | null;
  readonly noUplift: keyof typeof NO_UPLIFT | null;
}

/** What offers do: how much more often customers are won who may be made offers. `planned` were to be held out. */
export function compareArms(offered: ArmFigures, heldOut: ArmFigures, planned: number): ExperimentFigures {
  const all = offered.customers + heldOut.customers;
  const ratio = sampleRatio([offered.customers, heldOut.customers], [all - planned, planned]);
  const noUplift =
    offered.customers === 0 || heldOut.customers === 0
      ? 'noCustomers'
      : ratio && ratio.p < MISMATCH
        ? 'sampleRatio'
        : null;
  const uplift = noUplift === null ? upliftOf(offered, heldOut) : null;
  return { offered, heldOut, sampleRatio: ratio, uplift, noUplift };
}

function upliftOf(offered: ArmFigures, heldOut: ArmFigures): Uplift {
  const [before, after] = [shareOf(heldOut), shareOf(offered)];
  return {
    difference: shareDifference(before, after, LEVEL),
    lift: relativeLift(before, after, LEVEL),
    spend: heldOut.spend && offered.spend && welch(heldOut.spend, offered.spend, LEVEL),
    lowBase: [offered, heldOut].some(({ customers, won }) => Math.min(won, customers - won) < LOW_BASE),
  };
}

const shareOf = ({ customers, won }: ArmFigures) => ({ p: won / customers, n: customers });
