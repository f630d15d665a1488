import { GraphQLError } from 'graphql';

/** An argument that cannot be answered: a GraphQL error with a stable code, not data. */
export const badInput = (message: string, code = 'BAD_USER_INPUT'): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });
