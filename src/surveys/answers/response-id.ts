import { uuidOf } from '../../activities/identify.ts';

/** The id of a response follows from its respondent, and from its key in the source from which it comes. */
export const responseIdOf = (respondent: string, source: string, key: string): string =>
  uuidOf(`response\0${respondent}\0${source}\0${key}`);

/** Somebody who is not known is somebody else in every response. */
export const anonymousIdOf = (source: string, key: string): string => uuidOf(`respondent\0${source}\0${key}`);
