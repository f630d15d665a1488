import { type LockedCustomer, NotFoundError } from '#contract';
import { type PublishedProgramme, publishedProgrammes } from '../points/programmes.ts';
import { phrases } from './words.ts';

/** The published programme of a key: of a customer in the version that is for them, of a transaction in the newest one. */
export function programmeOf(of: Pick<LockedCustomer, 'ruleSets'>, key: string): PublishedProgramme {
  const found = publishedProgrammes(of).find((one) => one.key === key);
  if (!found) throw new NotFoundError(phrases.unknownProgramme({ programme: key }), ['programme']);
  return found;
}
