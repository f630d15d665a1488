import { type KeeperOutlook, NotFoundError } from '#contract';
import { type PublishedProgramme, publishedProgrammes } from '../points/programmes.ts';
import { phrases } from './words.ts';

/** The published programme of a key. */
export function programmeOf(look: Pick<KeeperOutlook, 'ruleSets'>, key: string): PublishedProgramme {
  const found = publishedProgrammes(look).find((one) => one.key === key);
  if (!found) throw new NotFoundError(phrases.unknownProgramme({ programme: key }), ['programme']);
  return found;
}
