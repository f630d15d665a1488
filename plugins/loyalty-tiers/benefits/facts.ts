import type { ProvidedFact } from '#contract';
import type { Tier } from '../tiers/rule-set.ts';
import { inTerms } from './benefit.ts';
import { phrases } from './words.ts';

/** For each benefit whether the customer has it, for rule sets that follow: who gets free delivery needs no voucher for it. */
export function benefitFacts(tiers: readonly Tier[], ruleSet: string): ProvidedFact[] {
  const benefits = new Map<string, { readonly name: string; readonly givers: Set<string> }>();
  for (const tier of tiers)
    for (const { key, name } of inTerms(tier.benefits)) {
      const known = benefits.get(key) ?? { name, givers: new Set() };
      known.givers.add(tier.key);
      benefits.set(key, known);
    }
  return [...benefits].map(([key, { name, givers }]) => ({
    name: `benefit.${ruleSet}.${key}`,
    title: `Gets ${name} by ${ruleSet}`,
    translations: { zh: { title: `按 ${ruleSet} 享有${name}` } },
    type: 'boolean',
    said: { yes: phrases.fact({ name, ruleSet }), no: phrases.factNot({ name, ruleSet }) },
    value: (outcomes) => outcomes.some((outcome) => givers.has(outcome.key)),
  }));
}
