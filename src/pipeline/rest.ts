import type { FactCatalogue } from '../contract/fact.ts';
import type { Metric } from '../contract/metric.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { sourcesOf } from '../metrics/accumulator.ts';
import type { ReadVersion } from './activate-rule-set.ts';
import type { RestingRuleSet } from './engine.ts';
import { factsRead } from './facts-read.ts';
import type { EngineSources, VersionRow } from './load-engine.ts';

/** The published rule sets that can judge, with the facts that there then are, and those that lie still. */
export interface Rested {
  readonly awake: readonly ReadVersion[];
  readonly catalogue: FactCatalogue;
  readonly resting: readonly RestingRuleSet[];
}

/**
 * A plugin may be left out that brought the kind of a published rule set, or a fact that one tests. Such a rule set lies
 * still, and so do those that read what it provides: what held by them holds on, and nothing new does.
 */
export function restWhatCannotJudge(
  published: readonly VersionRow[],
  kinds: EngineSources['ruleSetKinds'],
  catalogueWith: (provided: ReadVersion['provided']) => FactCatalogue,
): Rested {
  const resting: RestingRuleSet[] = [];
  const rest = ({ id, key, kind }: Omit<RestingRuleSet, 'why'>, why: Phrase): void =>
    void resting.push({ id, key, kind, why });
  let awake = published.flatMap((row) => {
    const version = parse(row, kinds);
    if (!version) rest(row, phrase('resting.kind', { kind: row.kind }));
    return version ?? [];
  });
  for (;;) {
    const catalogue = catalogueWith(awake.flatMap(({ provided }) => provided));
    const fit = awake.filter((version) => {
      const lost = readsOf(version).find((name) => !catalogue.facts.has(name));
      if (lost !== undefined)
        rest({ ...version, kind: version.ruleSetKind.key }, phrase('resting.fact', { fact: lost }));
      return lost === undefined;
    });
    if (fit.length === awake.length) return { awake, catalogue, resting };
    awake = fit;
  }
}

function parse(row: VersionRow, kinds: EngineSources['ruleSetKinds']): ReadVersion | undefined {
  const ruleSetKind = kinds.get(row.kind);
  if (!ruleSetKind) return undefined;
  const document = JSON.parse(row.source) as never;
  const { rollout, ...version } = row;
  const read = { ...version, ruleSetKind, document, provided: ruleSetKind.provides?.(document, row.key) ?? [] };
  if (!rollout) return read;
  const { former, ...terms } = rollout;
  return { ...read, rollout: { terms, former: (former && parse({ ...version, ...former }, kinds)) ?? null } };
}

/** The facts that the rules of a version test, and while it is rolled out those of the one before. */
function readsOf({ ruleSetKind, document, rollout }: ReadVersion): string[] {
  const own = ruleSetKind.rules(document).flatMap(({ when }) => factsRead(when));
  return rollout?.former ? [...own, ...readsOf(rollout.former)] : own;
}

/** Metrics of marketers lie still as well while nothing brings what they count. */
export const canMeasure = ({ measure }: Metric, { kinds, threads }: EngineSources): boolean =>
  measure === undefined || sourcesOf(measure).every((from) => kinds.has(from) || threads.has(from));
