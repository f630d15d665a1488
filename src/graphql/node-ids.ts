import { type GraphQLFieldResolver, type GraphQLSchema, isInterfaceType } from 'graphql';
import type { GraphContext } from '../contract/graphql.ts';
import { globalId } from './global-ids.ts';

type Resolve = GraphQLFieldResolver<unknown, unknown>;

/**
 * Gives ids of nodes at once. The relay plugin answers each by a promise, which costs more than all the other fields of
 * an object in a list.
 */
export function answerIdsAtOnce(schema: GraphQLSchema): GraphQLSchema {
  const node = schema.getType('Node');
  if (!isInterfaceType(node)) return schema;
  for (const type of schema.getPossibleTypes(node)) {
    const { id } = (type.extensions.pothosOptions ?? {}) as { id?: { resolve?: Resolve } };
    const field = type.getFields().id;
    const local = id?.resolve;
    if (!field || !local) continue;
    field.resolve = (parent, args, context, info) => {
      const value = local(parent, args as never, context, info);
      if (value instanceof Promise)
        return value.then((one) => globalId(context as GraphContext, type.name, String(one)));
      return globalId(context as GraphContext, type.name, String(value));
    };
  }
  return schema;
}
