import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type ValidatedSubscriptionArgs,
  validateSubscriptionArgs,
} from 'graphql';
import { may, type Viewer } from '../contract/viewer.ts';
import { admit } from './admit.ts';
import { documentErrors, parseDocument } from './document-rules.ts';
import type { Meter } from './meter.ts';

/** A document as it was sent. */
export interface SentDocument {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** A subscription that may run: valid, within the limits, allowed to its viewer, its variables read. */
export type CheckedSubscription = ValidatedSubscriptionArgs;

export interface Refused {
  readonly errors: readonly GraphQLError[];
}

/**
 * Does for a subscription, which does not come through Yoga, what Yoga's plugins do for what does. With a meter, its cost
 * is charged to the viewer.
 */
export function checkDocument(
  schema: GraphQLSchema,
  viewer: Viewer,
  { query, variables = null, operationName = null }: SentDocument,
  meter?: Meter,
): CheckedSubscription | Refused {
  const document = parseKept(schema, query);
  if (document instanceof GraphQLError) return { errors: [shown(document)] };
  const errors = documentErrors(schema, document, viewer);
  if (errors.length > 0) return { errors: errors.map(shown) };
  const { refused } = admit(schema, meter, viewer, { document, operationName, variables });
  if (refused) return { errors: [shown(refused)] };
  const checked = validateSubscriptionArgs({
    schema,
    document,
    operationName,
    variableValues: variables ?? {},
    hideSuggestions: !may(viewer, 'schema:read'),
  });
  return 'schema' in checked ? checked : { errors: checked.map(shown) };
}

/** Readers who come back send what they sent before: so many documents of ordinary length are kept. */
const MOST_KEPT = 500;
const MOST_KEPT_LENGTH = 20_000;
const keptFor = new WeakMap<GraphQLSchema, Map<string, DocumentNode>>();

/** The parsed document; the same object for the same text, so that what is known of it is found again. */
export function parseKept(schema: GraphQLSchema, query: string): DocumentNode | GraphQLError {
  const kept = keptFor.get(schema) ?? new Map<string, DocumentNode>();
  keptFor.set(schema, kept);
  const known = kept.get(query);
  if (known) return known;
  try {
    const document = parseDocument(query);
    if (query.length > MOST_KEPT_LENGTH) return document;
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as string);
    kept.set(query, document);
    return document;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** The error without what only HTTP needs to know. */
function shown({ message, nodes, extensions }: GraphQLError): GraphQLError {
  const { http: _status, ...rest } = extensions;
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT', ...rest } });
}
