import {
  defaultFieldResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
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

/** Thrown where a compiled query cannot go on; the standard executor then answers. */
const DETOUR = new Error('left to the standard executor');

/** A value that is waited for; its text comes in the place of its mark. */
interface Hole {
  readonly promise: PromiseLike<unknown>;
  readonly write: Write;
}

/** One execution: what resolvers get, with arguments and info of each field made once. */
export class Run {
  readonly context: unknown;
  readonly info: Pick<GraphQLResolveInfo, 'rootValue' | 'variableValues'>;
  readonly args: Record<string, unknown>[] = [];
  readonly infos: GraphQLResolveInfo[] = [];
  #holes: Hole[] = [];
  #first = 0;

  constructor(context: unknown, info: Run['info']) {
    this.context = context;
    this.info = info;
  }

  /** Leaves a mark for a value that is not there yet. JSON has no NUL, so no text can be taken for one. */
  wait(promise: PromiseLike<unknown>, write: Write): string {
    promise.then(undefined, () => {}); // when something else fails first, nobody may be waiting
    return `\0${this.#first + this.#holes.push({ promise, write }) - 1}\0`;
  }

  /** The text with all its marks replaced; what is waited for together is written together. */
  async fill(start: string): Promise<string> {
    let text = start;
    while (this.#holes.length > 0) {
      const holes = this.#holes;
      const first = this.#first;
      this.#first += holes.length;
      this.#holes = [];
      const values = await Promise.all(holes.map(({ promise }) => promise));
      const texts = holes.map(({ write }, i) => write(values[i], this));
      text = text.replace(/\0(\d+)\0/g, (_mark, place) => texts[Number(place) - first] as string);
    }
    return text;
  }
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

/** A query as functions that write JSON. Gives the text of `data`; throws for all that is not plain. */
export type CompiledQuery = (root: unknown, run: Run) => Promise<string>;

/**
 * Compiles a valid query: selections are collected and arguments read once instead of for each object, and the answer is
 * written as text at once. Errors are not handled here: such executions are left to the standard executor, so that what
 * they mean is defined in one place.
 */
export function compileQuery(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): CompiledQuery | undefined {
  const write = compileRoot(schema, operation, fragments);
  return write && (async (rootValue, run) => run.fill(write(rootValue ?? {}, run)));
}

/** Events of a subscription as texts of `data`, in order; what they wait for is waited for together. */
export type CompiledEvents = (events: readonly object[], run: Run) => Promise<string[]>;

/** Compiles what a subscription selects of its events, under the same conditions as a query. */
export function compileEvents(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): CompiledEvents | undefined {
  const write = compileRoot(schema, operation, fragments);
  // JSON has no line breaks of its own
  return (
    write && (async (events, run) => (await run.fill(events.map((one) => write(one, run)).join('\n'))).split('\n'))
  );
}

function compileRoot(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): Write | undefined {
  const root = schema.getRootType(operation.operation);
  if (!root || operation.directives?.length) return undefined;
  try {
    return objectWriter(root, new Compiler(schema, operation, fragments).fields(root, [operation.selectionSet]));
  } catch (error) {
    if (error === DETOUR) return undefined;
    throw error;
  }
}

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

function writeField(field: Field, parent: unknown, run: Run): string {
  const { index } = field;
  if (run.infos[index] === undefined) field.prepare(run);
  const args = run.args[index] as Record<string, unknown>;
  return written(field.resolve(parent, args, run.context, run.infos[index] as GraphQLResolveInfo), field.write, run);
}

function written(value: unknown, write: Write, run: Run): string {
  const waits = typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
  return waits ? run.wait(value as PromiseLike<unknown>, write) : write(value, run);
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
      if (node.directives?.length) throw DETOUR;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        const nodes = byKey.get(key);
        if (nodes) nodes.push(node);
        else byKey.set(key, [node]);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments[node.name.value] : node;
      if (!fragment || fragment.directives?.length) throw DETOUR;
      if (node.kind === Kind.FRAGMENT_SPREAD && node.arguments?.length) throw DETOUR;
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
    if (!definition) throw DETOUR;
    const { schema, operation, fragments } = this;
    const { type: returnType, args } = definition;
    const shared = { fieldName, fieldNodes: nodes, returnType, parentType, schema, operation, fragments };
    const path = { prev: undefined, key, typename: parentType.name };
    const prepare = (run: Run): void => {
      run.args[index] = args.length === 0 ? {} : getArgumentValues(definition, node, run.info.variableValues);
      // together with what belongs to the whole operation it is complete
      run.infos[index] = { ...shared, ...run.info, path } as unknown as GraphQLResolveInfo;
    };
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return {
      prefix,
      index,
      resolve: definition.resolve ?? defaultFieldResolver,
      prepare,
      write: this.#writer(returnType, sets),
    };
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
        if (!Array.isArray(value)) throw DETOUR;
        let text = '[';
        for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + written(value[i], write, run);
        return `${text}]`;
      };
    }
    if (isObjectType(type)) return objectWriter(type, this.fields(type, sets));
    return this.#abstractWriter(type as GraphQLAbstractType, sets);
  }

  #abstractWriter(type: GraphQLAbstractType, sets: readonly SelectionSetNode[]): Write {
    const { resolveType } = type;
    if (!resolveType) throw DETOUR;
    const writers = new Map(
      this.schema.getPossibleTypes(type).map((one) => [one.name, objectWriter(one, this.fields(one, sets))]),
    );
    const info = { schema: this.schema } as GraphQLResolveInfo;
    return (value, run) => {
      const write = writers.get(resolveType(value, run.context, info, type) as string);
      if (!write) throw DETOUR;
      return write(value, run);
    };
  }
}

function leafWriter(type: GraphQLLeafType): Write {
  const encode: Encode = encoderOf(type);
  return (value) => {
    const text = encode(value);
    if (text === undefined) throw DETOUR;
    return text;
  };
}

function objectWriter(type: GraphQLObjectType, fields: readonly Field[]): Write {
  const { isTypeOf } = type;
  return (value, run) => {
    if (typeof value !== 'object' || value === null || value instanceof Error) throw DETOUR;
    if (isTypeOf && isTypeOf(value, run.context, EMPTY_INFO) !== true) throw DETOUR;
    let text = '{';
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i] as Field;
      text += field.prefix;
      text += writeField(field, value, run);
    }
    return `${text}}`;
  };
}

const EMPTY_INFO = {} as GraphQLResolveInfo;
