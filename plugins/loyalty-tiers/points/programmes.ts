import type { KeeperOutlook, PublishedRuleSet } from '#contract';
import { PROGRAMMES, type Programme } from '../programme/document.ts';

/** A programme that is published. */
export interface PublishedProgramme {
  readonly key: string;
  readonly programme: Programme;
  readonly ruleSet: PublishedRuleSet;
}

export const publishedProgrammes = ({ ruleSets }: Pick<KeeperOutlook, 'ruleSets'>): PublishedProgramme[] =>
  ruleSets(PROGRAMMES).map((ruleSet) => ({
    key: ruleSet.key,
    programme: ruleSet.document as Programme,
    ruleSet,
  }));
