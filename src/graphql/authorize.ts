import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind } from 'graphql';
import { may, type Viewer } from '../contract/viewer.ts';
import { type Requirement, requirementsOf } from './guards.ts';

interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly contextValue: { readonly viewer: Viewer };
}

/** Documents are kept by the parser's cache; what they require lives as long as they do. */
const known = new WeakMap<DocumentNode, Map<string, readonly Requirement[]>>();

/**
 * Why a viewer may not run an operation: all that it selects and may not, at once. Looked at once for each operation
 * instead of once for each value: a page of a thousand fields costs nothing more.
 */
export function refusal(operation: Operation): GraphQLError | undefined {
  const { viewer } = operation.contextValue;
  const missing = missingFor(viewer, requirements(operation));
  if (missing.length === 0) return undefined;
  const fields = missing.map(({ coordinate, anyOf }) => ({ coordinate, anyOf }));
  const list = fields.map(({ coordinate, anyOf }) => `${coordinate} (${anyOf.join(' or ') || 'nobody may'})`);
  return new GraphQLError(`As ${viewer.role} you may not select ${list.slice(0, 10).join(', ')}.`, {
    extensions: { code: 'FORBIDDEN', fields, http: { status: 403 } },
  });
}

export const missingFor = (viewer: Viewer, all: readonly Requirement[]): readonly Requirement[] =>
  all.filter(({ anyOf }) => !may(viewer, ...anyOf));

function requirements({ schema, document, operationName }: Operation): readonly Requirement[] {
  const name = operationName ?? '';
  let byName = known.get(document);
  if (!byName) {
    byName = new Map();
    known.set(document, byName);
  }
  const found = byName.get(name);
  if (found) return found;
  const operation = document.definitions.find(
    (one) => one.kind === Kind.OPERATION_DEFINITION && (name === '' || one.name?.value === name),
  );
  // a name that is not there is refused by the executor; keeping it would let callers fill the memory
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const made = requirementsOf(schema, operation, fragments);
  byName.set(name, made);
  return made;
}
