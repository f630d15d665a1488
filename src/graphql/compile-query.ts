import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Encode, encoderOf } from './encode-leaf.ts';

/** Thrown where a compiled query cannot go on; the standard executor then answers. `slow`: it never will. */
export class Detour {
  readonly slow: boolean;
  constructor(slow: boolean) {
    this.slow = slow;
  }
}
const FAULT = new Detour(false);
const SLOW = new Detour(true);

/** One execution: what resolvers get, with arguments and info of each field made once. */
export interface Run {
  readonly context: unknown;
  readonly info: Pick<GraphQLResolveInfo, 'rootValue' | 'variableValues'>;
  readonly args: Record<string, unknown>[];
  readonly infos: GraphQLResolveInfo[];
}

type Write = (value: unknown, run: Run) => string;

interface Field {
  /** The key of the answer as JSON, with its colon, and the comma before it. */
  readonly prefix: string;
  readonly index: number;
  readonly resolve: (
    parent: unknown,
    args: Record<string, unknown>,
    context: unknown,
    info: GraphQLResolveInfo,
  ) => unknown;
  readonly prepare: (run: Run) => void;
  readonly write: Write;
}

/** A query as functions that write JSON. Gives the text of `data`; throws a `Detour` for all that is not plain. */
export type CompiledQuery = (root: unknown, run: Run) => Promise<string>;

/**
 * Compiles a valid query: selections are collected and arguments read once instead of for each object, and the answer is
 * written as text at once. Nothing here handles errors, abstract types or promises below the root: such queries, and such
 * executions, are left to the standard executor, so what they mean is defined in one place.
 */
export function compileQuery(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): CompiledQuery | undefined {
  const root = schema.getQueryType();
  if (!root || operation.directives?.length) return undefined;
  try {
    const fields = new Compiler(schema, operation, fragments).fields(root, [operation.selectionSet]);
    return async (rootValue, run) => {
      const values = await Promise.all(fields.map(async (field) => resolveField(field, rootValue, run)));
      return `{${fields.map((field, i) => field.prefix + field.write(values[i], run)).join('')}}`;
    };
  } catch (error) {
    if (error instanceof Detour) return undefined;
    throw error;
  }
}

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

function resolveField(field: Field, parent: unknown, run: Run): unknown {
  const { index } = field;
  if (run.infos[index] === undefined) field.prepare(run);
  return field.resolve(
    parent,
    run.args[index] as Record<string, unknown>,
    run.context,
    run.infos[index] as GraphQLResolveInfo,
  );
}

class Compiler {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  #count = 0;

  constructor(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments) {
    this.schema = schema;
    this.operation = operation;
    this.fragments = fragments;
  }

  fields(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Field[] {
    const byKey = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(type, set, byKey);
    return [...byKey].map(([key, nodes], i) => this.#field(type, key, nodes, i === 0));
  }

  #collect(type: GraphQLObjectType, { selections }: SelectionSetNode, byKey: Map<string, FieldNode[]>): void {
    for (const node of selections) {
      if (node.directives?.length) throw SLOW;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const nodes = byKey.get(key);
        if (nodes) nodes.push(node);
        else byKey.set(key, [node]);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments[node.name.value] : node;
      if (!fragment || fragment.directives?.length) throw SLOW;
      if (node.kind === Kind.FRAGMENT_SPREAD && node.arguments?.length) throw SLOW;
      const on = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
      const fits = !on || on === type || (isAbstractType(on) && this.schema.isSubType(on, type));
      if (fits) this.#collect(type, fragment.selectionSet, byKey);
    }
  }

  #field(parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[], first: boolean): Field {
    const [node] = nodes as [FieldNode];
    const fieldName = node.name.value;
    const prefix = `${first ? '' : ','}${JSON.stringify(key)}:`;
    const index = this.#count++;
    if (fieldName === '__typename') {
      const text = JSON.stringify(parentType.name);
      const prepare = (run: Run): void => {
        run.infos[index] = {} as GraphQLResolveInfo;
      };
      return { prefix, index, resolve: () => null, prepare, write: () => text };
    }
    const definition = parentType.getFields()[fieldName];
    if (!definition?.resolve) throw SLOW;
    const { schema, operation, fragments } = this;
    const { type: returnType, args } = definition;
    const shared = { fieldName, fieldNodes: nodes, returnType, parentType, schema, operation, fragments };
    const path = { prev: undefined, key, typename: parentType.name };
    const prepare = (run: Run): void => {
      run.args[index] = args.length === 0 ? {} : getArgumentValues(definition, node, run.info.variableValues);
      run.infos[index] = { ...shared, ...run.info, path } as unknown as GraphQLResolveInfo;
    };
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return { prefix, index, resolve: definition.resolve, prepare, write: this.#writer(returnType, sets) };
  }

  #writer(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Write {
    if (isNonNullType(type)) return this.#present(type.ofType, sets);
    const write = this.#present(type, sets);
    return (value, run) => (value === null || value === undefined ? 'null' : write(value, run));
  }

  /** Writes values that must be there. */
  #present(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Write {
    if (isLeafType(type)) return leafWriter(type);
    if (isListType(type)) {
      const write = this.#writer(type.ofType, sets);
      return (value, run) => {
        if (!Array.isArray(value)) throw stray(value);
        let text = '[';
        for (let i = 0; i < value.length; i++) text += i === 0 ? write(value[i], run) : `,${write(value[i], run)}`;
        return `${text}]`;
      };
    }
    if (!isObjectType(type)) throw SLOW;
    return objectWriter(type, this.fields(type, sets));
  }
}

/** A promise is waited for by the standard executor, now and the next time; anything else is a fault of this answer. */
function stray(value: unknown): Detour {
  const { then } = (value ?? {}) as Partial<PromiseLike<unknown>>;
  if (typeof then !== 'function') return FAULT;
  // nobody waits for this one: should it fail, the standard executor meets the same failure
  then.call(value, undefined, () => {});
  return SLOW;
}

function leafWriter(type: GraphQLLeafType): Write {
  const encode: Encode = encoderOf(type);
  return (value) => encode(value) ?? raise(stray(value));
}

const raise = (detour: Detour): never => {
  throw detour;
};

function objectWriter(type: GraphQLObjectType, fields: readonly Field[]): Write {
  const { isTypeOf } = type;
  return (value, run) => {
    if (typeof value !== 'object' || value === null || value instanceof Error) throw FAULT;
    if (typeof (value as { then?: unknown }).then === 'function') throw stray(value);
    if (isTypeOf && isTypeOf(value, run.context, EMPTY_INFO) !== true) throw FAULT;
    let text = '{';
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i] as Field;
      text += field.prefix;
      text += field.write(resolveField(field, value, run), run);
    }
    return `${text}}`;
  };
}

const EMPTY_INFO = {} as GraphQLResolveInfo;
