import type { Viewer } from '../contract/viewer.ts';
import { ValidationError } from '../errors.ts';
import type { FeedChange } from './feed.ts';

/** Which changes a reader gets: what it asks for, within what it may see. */
export interface FeedFilter {
  /** Null: all that it may see. */
  readonly types: readonly string[] | null;
  /** Keys of segments: then only changes of these segments. Null: all that it may see. */
  readonly segments: readonly string[] | null;
  readonly allowed: Pick<Viewer, 'segments' | 'changeTypes' | 'clientId'> & {
    /** Whether it sees what is meant for single clients, whoever they are. */
    readonly all: boolean;
  };
}

export const EVERYTHING: FeedFilter = {
  types: null,
  segments: null,
  allowed: { segments: null, changeTypes: null, clientId: null, all: true },
};

/** Segments that one reader may name. */
const MOST_SEGMENTS = 200;

/**
 * The filter of a viewer who asks for some types and segments, or for no particular ones. Names each once; throws a
 * ValidationError when there are too many.
 */
export function filterFor(
  viewer: Viewer,
  { types, segments }: { readonly types?: readonly string[] | null; readonly segments?: readonly string[] | null },
): FeedFilter {
  const named = segments ? [...new Set(segments)] : null;
  if (named && named.length > MOST_SEGMENTS) throw tooManySegments();
  const { clientId } = viewer;
  const all = viewer.scopes.has('access:write');
  const allowed = { segments: viewer.segments, changeTypes: viewer.changeTypes, clientId, all };
  return { types: types ? [...new Set(types)] : null, segments: named, allowed };
}

const tooManySegments = (): ValidationError =>
  new ValidationError([
    {
      path: ['segments'],
      code: 'TOO_MANY_ITEMS',
      message: `Name at most ${MOST_SEGMENTS} segments, or none and take what concerns you from all.`,
    },
  ]);

/** The condition on `change`, for six parameters from `first` on: those that `filterValues` gives. */
export const filterSql = (first: number): string => {
  const [types, segments, allowedTypes, allowedSegments, client, all] = [0, 1, 2, 3, 4, 5].map((i) => `$${first + i}`);
  return `(${types}::text[] is null or type = any(${types}))
     and (${segments}::text[] is null or (type like 'segment.%' and key = any(${segments})))
     and (${allowedTypes}::text[] is null or type = any(${allowedTypes}) or client_id is not null)
     and (${allowedSegments}::text[] is null or type not like 'segment.%' or key = any(${allowedSegments})
          or client_id is not null)
     and (client_id is null or client_id = ${client}::uuid or ${all}::boolean)`;
};

export const filterValues = ({ types, segments, allowed }: FeedFilter): unknown[] => [
  types,
  segments,
  allowed.changeTypes,
  allowed.segments,
  allowed.clientId,
  allowed.all,
];

/** The same condition on a change that was read already. */
export function passes(
  filter: FeedFilter,
  { type, key, clientId }: Pick<FeedChange, 'type' | 'key' | 'clientId'>,
): boolean {
  const { types, segments, allowed } = filter;
  const ofSegment = type.startsWith('segment.');
  if (types && !types.includes(type)) return false;
  if (segments && !(ofSegment && segments.includes(key))) return false;
  if (clientId !== null) return allowed.all || clientId === allowed.clientId;
  if (allowed.changeTypes && !allowed.changeTypes.includes(type)) return false;
  return !(allowed.segments && ofSegment && !allowed.segments.includes(key));
}
