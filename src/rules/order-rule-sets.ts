/** What a rule set needs and gives, by names of facts. */
export interface OrderedRuleSet {
  readonly key: string;
  readonly reads: readonly string[];
  readonly provides: readonly string[];
}

/**
 * Rule sets in an order in which each comes after those whose facts it reads; otherwise they keep their places. With a
 * cycle, `cycle` lists its keys so that each reads what the next one provides, and the last what the first provides;
 * `order` then holds only the sets that do not depend on a cycle.
 */
export function orderRuleSets(sets: readonly OrderedRuleSet[]): { order: string[]; cycle?: string[] } {
  const needs = providersOf(sets);
  const order: string[] = [];
  const placed = new Set<OrderedRuleSet>();
  let waiting = sets;
  while (waiting.length > 0) {
    const next = waiting.find((set) => needs.get(set)?.every((provider) => placed.has(provider)));
    if (!next) return { order, cycle: findCycle(waiting, needs, placed) };
    placed.add(next);
    order.push(next.key);
    waiting = waiting.filter((set) => set !== next);
  }
  return { order };
}

type Needs = ReadonlyMap<OrderedRuleSet, readonly OrderedRuleSet[]>;

function providersOf(sets: readonly OrderedRuleSet[]): Needs {
  const providers = new Map<string, OrderedRuleSet[]>();
  for (const set of sets) {
    for (const fact of set.provides) providers.set(fact, [...(providers.get(fact) ?? []), set]);
  }
  return new Map(sets.map((set) => [set, [...new Set(set.reads.flatMap((fact) => providers.get(fact) ?? []))]]));
}

/** Every waiting set waits for another one, so following the first such need must come back to where it was. */
function findCycle(waiting: readonly OrderedRuleSet[], needs: Needs, placed: ReadonlySet<OrderedRuleSet>): string[] {
  const path: OrderedRuleSet[] = [];
  let at = waiting[0];
  while (at && !path.includes(at)) {
    path.push(at);
    at = needs.get(at)?.find((provider) => !placed.has(provider));
  }
  return path.slice(at ? path.indexOf(at) : 0).map((set) => set.key);
}
