import {
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { GraphContext } from '../contract/graphql.ts';
import type { Guard, Scope } from '../contract/scope.ts';
import { may } from '../contract/viewer.ts';

/** What an operation selects, and which scopes let one do so. */
export interface Requirement {
  /** `Customer.metrics`, `Query.customers(where:)`. */
  readonly coordinate: string;
  readonly anyOf: readonly Scope[];
}

type Guarded = { readonly extensions: Readonly<Record<string, unknown>> };

/** What is said of a field: by itself, or else by its type. Nothing: nobody may select it. */
export const guardOf = (type: GraphQLNamedType, field: Guarded): Guard['guard'] | undefined =>
  ownGuard(field) ?? ownGuard(type);

export const ownGuard = ({ extensions }: Guarded): Guard['guard'] | undefined => (extensions as Partial<Guard>).guard;

/** Whether a viewer may look a node up by its id; to others it is as if there were none. */
export function mayFind({ viewer }: GraphContext, schema: GraphQLSchema, { typename }: { typename: string }): boolean {
  const [type, node] = [schema.getType(typename), schema.getType('Node')];
  if (!isObjectType(type) || !isInterfaceType(node) || !schema.isSubType(node, type)) return false;
  const guard = foundBy(type);
  return Array.isArray(guard) && may(viewer, ...guard);
}

/** What lets one look a node of this type up by its id. */
export const foundBy = (type: GraphQLNamedType): Guard['guard'] | undefined =>
  (type.extensions as { foundBy?: readonly Scope[] }).foundBy ?? ownGuard(type);

const NOBODY: readonly Scope[] = [];
const INTROSPECTION: readonly Scope[] = ['schema:read'];

/** Everything that an operation asks rights for, each once. Directives are not looked at: what may be left out counts. */
export function requirementsOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly Requirement[] {
  const found = new Map<string, Requirement>();
  const seen = new Set<string>();
  const need = (coordinate: string, guard: Guard['guard'] | undefined): void => {
    if (guard === 'signed in' || guard === 'inherited') return;
    found.set(coordinate, { coordinate, anyOf: guard ?? NOBODY });
  };
  const walk = (type: GraphQLNamedType, { selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const name = node.name.value;
        if (name === '__typename') continue;
        if (name === '__schema' || name === '__type') {
          need(`Query.${name}`, INTROSPECTION);
          continue;
        }
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
        if (!field) continue;
        needField(type, field, node.arguments?.map((argument) => argument.name.value) ?? []);
        if (node.selectionSet) walk(getNamedType(field.type), node.selectionSet);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const name = node.name.value;
        const fragment = fragments.get(name);
        if (!fragment || seen.has(name)) continue;
        seen.add(name);
        walk(schema.getType(fragment.typeCondition.name.value) ?? type, fragment.selectionSet);
        continue;
      }
      walk(node.typeCondition ? (schema.getType(node.typeCondition.name.value) ?? type) : type, node.selectionSet);
    }
  };
  const needField = (type: GraphQLNamedType, field: GraphQLField<unknown, unknown>, given: readonly string[]): void => {
    need(`${type.name}.${field.name}`, guardOf(type, field));
    for (const argument of field.args) {
      const guard = given.includes(argument.name) ? ownGuard(argument) : undefined;
      if (guard) need(`${type.name}.${field.name}(${argument.name}:)`, guard);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) walk(root, operation.selectionSet);
  return [...found.values()];
}
