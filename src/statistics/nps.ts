import type { Interval } from './interval.ts';
import { zOf } from './normal.ts';

/** Scores from 9 on are promoters, those up to 6 detractors, of 0 to 10 (Reichheld 2003). */
export const PROMOTER_FROM = 9;
export const DETRACTOR_TO = 6;

/** What part of the answers are promoters and detractors, and as how many answers they tell. */
export interface NpsShares {
  readonly promoters: number;
  readonly detractors: number;
  readonly n: number;
}

export type NpsMethod = 'wald' | 'adjusted-wald';

/** Net Promoter Score in points from −100 to 100: 100 × (promoters − detractors). */
export const npsOf = ({ promoters, detractors }: NpsShares): number => 100 * (promoters - detractors);

/** Variance of one answer, which counts 1, 0 or −1: p + d − (p − d)². */
export const npsVariance = ({ promoters: p, detractors: d }: NpsShares): number => Math.max(0, p + d - (p - d) ** 2);

/** Standard error in points: 100 √(variance / n). */
export const npsError = (shares: NpsShares): number => 100 * Math.sqrt(npsVariance(shares) / shares.n);

/**
 * The same shares with three answers added, three quarters of one to either side: Rocks 2016 (The American Statistician
 * 70:365). Unlike Wald's, intervals around these are never of no width, and hold at few answers.
 */
export const adjusted = ({ promoters, detractors, n }: NpsShares): NpsShares => ({
  promoters: (promoters * n + 0.75) / (n + 3),
  detractors: (detractors * n + 0.75) / (n + 3),
  n: n + 3,
});

/** The interval of a score, clipped to −100 and 100. */
export function npsInterval(shares: NpsShares, level: number, method: NpsMethod = 'adjusted-wald'): Interval {
  const from = method === 'wald' ? shares : adjusted(shares);
  const half = zOf(level) * npsError(from);
  const centre = npsOf(from);
  return { low: Math.max(-100, centre - half), high: Math.min(100, centre + half), level, method };
}
