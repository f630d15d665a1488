import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Errors of GraphQL itself (variables, limits, ids) get a code, so that callers never have to read messages. */
export const useErrorCodes = (): Plugin => ({
  onResultProcess({ result }) {
    if (Symbol.asyncIterator in result) return;
    for (const { errors } of [result].flat()) {
      for (const error of (errors ?? []) as GraphQLError[]) {
        if (error.extensions && error.extensions.code === undefined) error.extensions.code = 'BAD_USER_INPUT';
      }
    }
  },
});
