import { type Benchmark, LOST, type RetentionDocument, type Target } from '../document/document.ts';
import { benchmarksOf } from './benchmarks.ts';

/** What is known of the targets of a document where only outcomes are. Stages are their keys. */
export interface Plan {
  readonly targets: readonly Target[];
  readonly benchmarks: readonly Benchmark[];
  /** Stages whose customers are customers. */
  readonly kept: readonly string[];
  readonly risky: readonly string[];
}

export const planOf = (document: RetentionDocument): Plan => ({
  targets: document.targets ?? [],
  benchmarks: benchmarksOf(document),
  kept: document.stages.filter(({ phase }) => !LOST.has(phase)).map(({ key }) => key),
  risky: document.stages.filter(({ phase }) => phase === 'atRisk').map(({ key }) => key),
});
