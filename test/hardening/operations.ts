import {
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';

/** An operation for one field at the root, with all its arguments as variables. */
export interface Operation {
  readonly name: string;
  readonly query: string;
  readonly variables: readonly { readonly name: string; readonly type: GraphQLInputType }[];
}

/** One for every field that can be asked or done. */
export function operationsOf(schema: GraphQLSchema): Operation[] {
  return (['query', 'mutation'] as const).flatMap((kind) =>
    Object.values(schema.getRootType(kind as never)?.getFields() ?? {}).map((field) => {
      const variables = field.args.map(({ name, type }) => ({ name, type }));
      const declared = variables.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
      const given = variables.map(({ name }) => `${name}: $${name}`).join(', ');
      const open = declared && `(${declared})`;
      const query = `${kind} ${open} { ${field.name}${given && `(${given})`} ${selection(schema, field.type, 2)} }`;
      return { name: `${kind} ${field.name}`, query, variables };
    }),
  );
}

/** What can be selected without arguments, so many levels deep. */
function selection(schema: GraphQLSchema, of: GraphQLOutputType, depth: number): string {
  const type = getNamedType(of);
  if (isLeafType(type)) return '';
  const own = isObjectType(type) || isInterfaceType(type) ? fieldsOf(schema, type, depth) : [];
  const members = isUnionType(type)
    ? type.getTypes().map((one) => `... on ${one.name} { ${fieldsOf(schema, one, depth).join(' ')} }`)
    : [];
  return `{ __typename ${[...own, ...members].join(' ')} }`;
}

const fieldsOf = (schema: GraphQLSchema, type: GraphQLObjectType | GraphQLInterfaceType, depth: number): string[] =>
  Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    if (isLeafType(getNamedType(field.type))) return [field.name];
    if (depth === 0 || field.name === 'edges') return [];
    // fields of one name may have other types in other members of a union
    const alias = `${type.name.slice(0, 1).toLowerCase()}${type.name.slice(1)}_${field.name}`;
    return [`${alias}: ${field.name} ${selection(schema, field.type, depth - 1)}`];
  });
