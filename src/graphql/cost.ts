import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { remember } from './remember.ts';

/** Variables as they were sent, by name: not read yet, so they may be anything. */
export type Sent = Readonly<Record<string, unknown>>;

/** What a field says of its cost: `field` for itself, `multiplier` times what is selected of it. */
type Price = number | { readonly field?: number; readonly multiplier?: number };
type PriceOf = (args: Record<string, unknown>) => Price;

/** The cost of a selection: a part that is known, and parts that depend on variables. */
interface Cost {
  fixed: number;
  readonly parts: ((run: Run) => number)[];
}

interface Run {
  readonly variables: Sent;
  /** Of fragments: one that is used many times is counted once. */
  readonly known: Map<Cost, number>;
}

/** A question about the schema is not priced field by field; its answer is about as long as a large page. */
const INTROSPECTION = 500;

const compiled = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, (sent: Sent) => number>>();

/**
 * What a valid operation asks for, in points: each field costs one unless it says otherwise, and an item of a page costs
 * what is selected of it. Each operation is looked through once; after that only what depends on its variables is counted.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Sent = {},
): number {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;
  const known = remember(compiled, schema, () => new WeakMap());
  return remember(known, operation, () => compile(schema, document, operation))(variables);
}

function compile(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  const root = schema.getRootType(operation.operation);
  const cost = root ? new Compiler(schema, fragments).selection(root, operation.selectionSet) : { fixed: 0, parts: [] };
  return (sent: Sent): number => {
    const variables = { ...Object.fromEntries(defaults), ...sent };
    return cost.parts.length === 0 ? cost.fixed : total(cost, { variables, known: new Map() });
  };
}

function total({ fixed, parts }: Cost, run: Run): number {
  let sum = fixed;
  for (const part of parts) sum += part(run);
  return sum;
}

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, Cost>();

  constructor(schema: GraphQLSchema, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#schema = schema;
    this.#fragments = fragments;
  }

  selection(type: GraphQLNamedType, { selections }: SelectionSetNode): Cost {
    const cost: Cost = { fixed: 0, parts: [] };
    for (const node of selections) {
      if (node.kind === Kind.FIELD) this.#addField(cost, type, node);
      else if (node.kind === Kind.FRAGMENT_SPREAD) add(cost, this.#fragment(node.name.value));
      else add(cost, this.selection(this.#typeOn(node.typeCondition?.name.value) ?? type, node.selectionSet));
    }
    return cost;
  }

  #typeOn(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#schema.getType(name);
  }

  /** A fragment stays one part, however often it is used: written out, fragments of fragments would double each time. */
  #fragment(name: string): Cost {
    const known = this.#known.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    const type = this.#typeOn(fragment?.typeCondition.name.value);
    const inner = fragment && type ? this.selection(type, fragment.selectionSet) : { fixed: 0, parts: [] };
    const once = (run: Run): number => {
      const found = run.known.get(inner) ?? total({ fixed: 0, parts: inner.parts }, run);
      run.known.set(inner, found);
      return found;
    };
    const cost = { fixed: inner.fixed, parts: inner.parts.length > 0 ? [once] : [] };
    this.#known.set(name, cost);
    return cost;
  }

  #addField(cost: Cost, type: GraphQLNamedType, node: FieldNode): void {
    const name = node.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) {
      cost.fixed += name === '__schema' || name === '__type' ? INTROSPECTION : 1;
      return;
    }
    const inner = node.selectionSet
      ? this.selection(getNamedType(field.type), node.selectionSet)
      : { fixed: 0, parts: [] };
    const price = (field.extensions as { complexity?: Price | PriceOf }).complexity ?? 1;
    if (typeof price !== 'function') {
      const { own, times } = read(price);
      cost.fixed += own + times * inner.fixed;
      if (inner.parts.length > 0) cost.parts.push((run) => times * total({ fixed: 0, parts: inner.parts }, run));
      return;
    }
    cost.parts.push((run) => {
      const { own, times } = read(priceFor(price, node, run.variables));
      return own + times * total(inner, run);
    });
  }
}

function add(cost: Cost, { fixed, parts }: Cost): void {
  cost.fixed += fixed;
  for (const part of parts) cost.parts.push(part);
}

/** What was sent was not held against the schema yet; where it does not fit, execution will say so. */
function priceFor(priceOf: PriceOf, { arguments: nodes = [] }: FieldNode, variables: Sent): Price {
  const args: Record<string, unknown> = {};
  for (const { name, value } of nodes) args[name.value] = valueFromASTUntyped(value, variables as never);
  try {
    return priceOf(args);
  } catch {
    return 1;
  }
}

function read(price: Price): { readonly own: number; readonly times: number } {
  const { field = 1, multiplier = 1 } = typeof price === 'number' ? { field: price } : price;
  return { own: count(field), times: count(multiplier) };
}

const count = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : 1);
