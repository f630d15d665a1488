import type { Benchmark, RetentionDocument } from '../document/document.ts';

const definition = 'Customers of the first day who are customers still a year later.';
const asOf = '2026-11-01';

/** What is usual in industries. Published figures lie up to 20 points apart, so each says where it is from. */
export const BENCHMARKS: readonly Benchmark[] = Object.freeze([
  { industry: 'retail', low: 0.63, high: 0.63, source: 'Propello', asOf, definition },
  {
    industry: 'saas',
    low: 0.75,
    high: 0.85,
    source: 'Practice, between First Page Sage and Staffino',
    asOf,
    definition,
  },
  {
    industry: 'finance',
    low: 0.75,
    high: 0.8,
    source: 'Practice, between First Page Sage and Staffino',
    asOf,
    definition,
  },
]);

/** The benchmarks of a document: its own, and those that come with Retinue for other industries. */
export const benchmarksOf = ({ benchmarks = [] }: Pick<RetentionDocument, 'benchmarks'>): readonly Benchmark[] => [
  ...benchmarks,
  ...BENCHMARKS.filter(({ industry }) => !benchmarks.some((own) => own.industry === industry)),
];
