import { type ArgumentNode, Kind, print, visit } from 'graphql';
import type { Viewer } from '../../contract/viewer.ts';
import type { CheckedSubscription } from '../check-document.ts';
import { rootFields } from '../follow-document.ts';

/** What decides the answers of a subscription to `changes`, besides the values of its variables. */
interface Shape {
  readonly text: string;
  readonly variables: readonly string[];
}

/**
 * Equal for subscriptions whose answers are the same text: the same document, variables and rights. Where a reader
 * begins decides nothing about an answer, so `after` and a variable that serves it alone do not count.
 */
export function groupKey(viewer: Viewer, checked: CheckedSubscription): string {
  const { text, variables } = shapeOf(checked);
  const { coerced } = checked.variableValues;
  return JSON.stringify([viewer.rights, text, variables.map((name) => (name in coerced ? [coerced[name]] : []))]);
}

/** By operation: documents are kept, and so is what is known of them. */
const known = new WeakMap<object, Shape>();

function shapeOf(checked: CheckedSubscription): Shape {
  const found = known.get(checked.operation);
  if (found) return found;
  const { document, operation } = checked;
  const meant = document.definitions.filter((one) => one.kind !== Kind.OPERATION_DEFINITION || one === operation);
  const begins = new Set<ArgumentNode>(
    rootFields(checked).flatMap((field) => field.arguments?.filter(({ name }) => name.value === 'after') ?? []),
  );
  const variables = new Set<string>();
  const rest = visit(
    { ...document, definitions: meant },
    {
      Argument: (node) => (begins.has(node) ? null : undefined),
      VariableDefinition: () => false,
      Variable: ({ name }) => void variables.add(name.value),
    },
  );
  const shape = { text: print(rest), variables: [...variables].sort() };
  known.set(operation, shape);
  return shape;
}
