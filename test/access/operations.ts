import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/** One step on the way to a field: a field that is selected, or the type to which one is narrowed. */
type Step = { readonly type: GraphQLNamedType; readonly field: Field } | { readonly on: GraphQLNamedType };

/** A small operation that selects one field, and all that it asks rights for. */
export interface Operation {
  /** `Customer.metrics`, `Query.customers(where:)`. */
  readonly target: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  /** Coordinates of every field and argument in it. */
  readonly coordinates: readonly string[];
}

/** Arguments of fields as GraphQL literals, by coordinate: `Query.customer(by:)`. */
export type Samples = Readonly<Record<string, string>>;

/**
 * Finds for every field and argument an operation that selects it. The way leads through what `may` allows as far as there
 * is such a way, so that the verdict is about the field and not about the way to it.
 */
export function operationsOf(
  schema: GraphQLSchema,
  samples: Samples,
  may: (coordinate: string) => boolean,
): Operation[] {
  const open = waysTo(schema, (type, field) => may(`${type.name}.${field.name}`));
  const any = waysTo(schema, () => true);
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) return [];
    const way = open.get(type.name) ?? any.get(type.name);
    if (!way) throw new Error(`nothing leads to ${type.name}`);
    return Object.values(type.getFields()).flatMap((field) => [
      operation(schema, samples, way, type, field),
      ...field.args
        .filter((argument) => !isRequiredArgument(argument))
        .map((argument) => operation(schema, samples, way, type, field, argument)),
    ]);
  });
}

/** The shortest way to each type; look-ups by id are used only where nothing else leads. */
function waysTo(
  schema: GraphQLSchema,
  through: (type: GraphQLNamedType, field: Field) => boolean,
): Map<string, readonly Step[]> {
  const ways = new Map<string, readonly Step[]>();
  for (const kind of ['query', 'mutation', 'subscription'] as const) {
    const root = schema.getRootType(kind as never);
    if (root) ways.set(root.name, []);
  }
  for (const byId of [false, true]) {
    const queue = [...ways.keys()];
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const type = schema.getType(name) as GraphQLNamedType;
      const way = ways.get(name) ?? [];
      const reach = (next: GraphQLNamedType, step: Step): void => {
        if (ways.has(next.name) || isLeafType(next)) return;
        ways.set(next.name, [...way, step]);
        queue.push(next.name);
      };
      if (isObjectType(type) || isInterfaceType(type))
        for (const field of Object.values(type.getFields()))
          if ((byId || !/^nodes?$/.test(field.name) || type.name !== 'Query') && through(type, field))
            reach(getNamedType(field.type), { type, field });
      if (isAbstractType(type)) for (const on of schema.getPossibleTypes(type)) reach(on, { on });
      if (isObjectType(type)) for (const on of type.getInterfaces()) reach(on, { on });
    }
  }
  return ways;
}

function operation(
  schema: GraphQLSchema,
  samples: Samples,
  way: readonly Step[],
  type: GraphQLNamedType,
  field: Field,
  argument?: GraphQLArgument,
): Operation {
  const root = (way.find((step) => 'field' in step) as { type: GraphQLNamedType } | undefined)?.type ?? type;
  const kind = (['query', 'mutation', 'subscription'] as const).find(
    (one) => schema.getRootType(one as never) === root,
  );
  if (!kind) throw new Error(`${type.name} is on no way from a root`);
  const coordinates: string[] = [];
  const variables: string[] = [];
  const select = (owner: GraphQLNamedType, { name, args }: Field, more?: GraphQLArgument): string => {
    coordinates.push(`${owner.name}.${name}`);
    const given = args.filter((one) => isRequiredArgument(one) || one === more);
    const texts = given.map((one) => {
      const coordinate = `${owner.name}.${name}(${one.name}:)`;
      coordinates.push(coordinate);
      // what a mutation needs is never given: who may is told so, and nothing is done
      if (kind !== 'mutation' && isRequiredArgument(one)) return `${one.name}: ${sample(samples, coordinate)}`;
      variables.push(`$${name}_${one.name}: ${one.type}`);
      return `${one.name}: $${name}_${one.name}`;
    });
    return texts.length > 0 ? `${name}(${texts.join(', ')})` : name;
  };
  const opened = way.map((step) => ('on' in step ? `... on ${step.on.name} {` : `${select(step.type, step.field)} {`));
  const last = select(type, field, argument) + (isLeafType(getNamedType(field.type)) ? '' : ' { __typename }');
  const given = variables.length > 0 ? ` (${variables.join(', ')})` : '';
  const target = argument ? `${type.name}.${field.name}(${argument.name}:)` : `${type.name}.${field.name}`;
  const query = `${kind}${given} { ${opened.join(' ')} ${last} ${'} '.repeat(way.length)}}`;
  return { target, kind, query, coordinates };
}

function sample(samples: Samples, coordinate: string): string {
  const literal = samples[coordinate];
  if (literal === undefined) throw new Error(`the matrix needs a sample for ${coordinate}`);
  return literal;
}
