import {
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Viewer } from '../contract/viewer.ts';
import { UserError } from '../errors.ts';
import { type FeedFilter, filterFor } from '../feed/filter.ts';
import type { ToldChange } from './changes.ts';
import { type CheckedSubscription, checkDocument, type Refused } from './check-document.ts';
import type { Services } from './context.ts';
import { createContext } from './create-context.ts';
import { createMask, type Report } from './mask-error.ts';
import { presentError } from './present-errors.ts';
import { renderer } from './render-changes.ts';

/** A subscription document with what it is called with. */
export interface FollowDocument {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** A subscription to `changes`, checked for a viewer. */
export interface Following {
  /** From the arguments `types` and `segments` of its field, within what the viewer may see. */
  readonly filter: FeedFilter;
  /** The cursor it begins after; null: from now on. */
  readonly after: string | null;
  /** Answers for these changes, in order; read together in one context, so that customers of a page cost one statement. */
  render(changes: readonly ToldChange[]): Promise<ExecutionResult[]>;
}

/** Checks a document as the API does, limits and rights included; it must be a subscription to `changes` alone. */
export function prepareFollowing(
  schema: GraphQLSchema,
  services: Services,
  viewer: Viewer,
  sent: FollowDocument,
  report?: Report,
): Following | Refused {
  const checked = checkDocument(schema, viewer, sent);
  if ('errors' in checked) return checked;
  const [field] = rootFields(checked);
  if (field?.name.value !== 'changes') return { errors: [NOT_CHANGES] };
  const asked = changesArguments(schema, checked, field, viewer, report);
  if ('errors' in asked) return asked;
  const { answers } = renderer(checked, createMask(report));
  return { ...asked, render: (changes) => answers(changes, createContext(services, viewer)) };
}

/** The fields at the root of a subscription; validation has seen to it that they are one and the same. */
export function rootFields({ operation, fragments }: CheckedSubscription): readonly FieldNode[] {
  const fieldsOf = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [node];
      const set =
        node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value]?.definition.selectionSet : node.selectionSet;
      return set ? fieldsOf(set) : [];
    });
  return fieldsOf(operation.selectionSet);
}

/** What the arguments of `changes` ask for. */
export function changesArguments(
  schema: GraphQLSchema,
  { variableValues }: CheckedSubscription,
  field: FieldNode,
  viewer: Viewer,
  report?: Report,
): Pick<Following, 'filter' | 'after'> | Refused {
  const definition = (schema.getSubscriptionType() as GraphQLObjectType).getFields()[field.name.value];
  if (!definition) throw new Error('the schema has no subscription to changes');
  try {
    const { after, types, segments } = getArgumentValues(definition, field, variableValues) as {
      readonly after?: string | null;
      readonly types?: readonly string[] | null;
      readonly segments?: readonly string[] | null;
    };
    return { filter: filterFor(viewer, { types: types ?? null, segments: segments ?? null }), after: after ?? null };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof GraphQLError)) throw error;
    return { errors: [presentError(error, createMask(report))] };
  }
}

const NOT_CHANGES = new GraphQLError('This must be a subscription to `changes`.', {
  extensions: { code: 'NOT_A_FOLLOWING' },
});
