import type { KeeperOutlook, PublishedRuleSet } from '#contract';
import { PROGRAMMES, type Programme } from '../programme/document.ts';

/** A programme that is published. */
export interface PublishedProgramme {
  readonly key: string;
  readonly programme: Programme;
  readonly ruleSet: PublishedRuleSet;
}

const KNOWN = new WeakMap<readonly PublishedRuleSet[], readonly PublishedProgramme[]>();

/** The programmes of all, or those that are for one customer while a version is rolled out. */
export function publishedProgrammes({ ruleSets }: Pick<KeeperOutlook, 'ruleSets'>): readonly PublishedProgramme[] {
  const list = ruleSets(PROGRAMMES);
  const known = KNOWN.get(list);
  if (known) return known;
  const made = list.map((ruleSet) => ({ key: ruleSet.key, programme: ruleSet.document as Programme, ruleSet }));
  KNOWN.set(list, made);
  return made;
}
