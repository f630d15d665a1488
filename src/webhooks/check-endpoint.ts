import type { Viewer } from '../contract/viewer.ts';
import { type Issue, UserError, ValidationError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import type { Following } from './render.ts';
import type { Webhooks } from './webhooks.ts';

/** What an owner says of an endpoint. */
export type EndpointInput = Pick<
  Endpoint,
  'url' | 'description' | 'types' | 'segments' | 'document' | 'format' | 'onPoison' | 'lanes'
>;

export const MOST_LANES = 32;
const LONGEST_DESCRIPTION = 500;
const MOST_DOCUMENT = 20_000;

/** Finds every fault in what is said of an endpoint, and throws them together; else gives what will be followed for it. */
export async function checkEndpoint(webhooks: Webhooks, owner: Viewer, input: EndpointInput): Promise<Following> {
  const issues: Issue[] = [];
  const fault = (path: string, code: string, message: string): void => {
    issues.push({ path: [path], code, message });
  };
  await webhooks.guard.checkNow(input.url).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    fault('url', error.code, error.message);
  });
  if (input.description.length > LONGEST_DESCRIPTION || input.description.includes('\0'))
    fault('description', 'BAD_LENGTH', `A description has at most ${LONGEST_DESCRIPTION} characters.`);
  if (!Number.isInteger(input.lanes) || input.lanes < 1 || input.lanes > MOST_LANES)
    fault('lanes', 'OUT_OF_RANGE', `There are 1 to ${MOST_LANES} lanes.`);
  checkWish(owner, input, fault);
  if (issues.length > 0) throw new ValidationError(issues);
  const following = webhooks.follow(owner, input);
  if ('filter' in following) return following;
  throw new ValidationError([
    { path: [input.document ? 'document' : 'types'], code: 'NOT_ALLOWED', message: following.refused },
  ]);
}

/** In JSON, where the database would not take it. */
const NUL = /(?<!\\)(\\\\)*\\u0000/;

type Fault = (path: string, code: string, message: string) => void;

function checkWish(owner: Viewer, { types, segments, document }: EndpointInput, fault: Fault): void {
  if (document && (types || segments))
    fault('document', 'CONTRADICTION', 'A document names types and segments itself: give them as its arguments.');
  const text = document ? JSON.stringify(document) : '';
  if (text.length > MOST_DOCUMENT)
    fault('document', 'TOO_LARGE', `A document and its variables have at most ${MOST_DOCUMENT} characters.`);
  if (NUL.test(text)) fault('document', 'BAD_CHARACTER', 'A document has no character U+0000.');
  if (types?.length === 0 || segments?.length === 0)
    fault(types?.length === 0 ? 'types' : 'segments', 'EMPTY', 'Leave it out to get all, or name at least one.');
  const unknownType = types?.find((type) => owner.changeTypes && !owner.changeTypes.includes(type) && !isOwn(type));
  if (unknownType) fault('types', 'NOT_ALLOWED', `The client may not see changes of type ${unknownType}.`);
  if (segments?.some((key) => key === '' || key.length > 64 || key.includes('\0')))
    fault('segments', 'BAD_LENGTH', 'The key of a segment has 1 to 64 characters.');
  const unknownSegment = segments?.find((key) => owner.segments && !owner.segments.includes(key));
  if (unknownSegment) fault('segments', 'NOT_ALLOWED', `The client may not see the segment "${unknownSegment}".`);
}

/** What is told of endpoints is told to their owners, whatever else they may see. */
const isOwn = (type: string): boolean => type.startsWith('webhook.');
