import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Mask } from './present-errors.ts';

interface Http {
  status?: number;
  spec?: boolean;
  headers?: Record<string, string>;
}

/** Clients that accept nothing but `application/json` get 200 for these, as GraphQL over HTTP says; all others 400. */
const QUIET_FOR_JSON = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

/**
 * Gives every error a code, so that callers never have to read messages, and every answer its status: with data 200,
 * whatever else went wrong; without data, or when `data` is null, 400 or more.
 */
export const useErrorCodes = (mask: Mask): Plugin => ({
  onResultProcess({ result, setResult }) {
    if (Symbol.asyncIterator in result || Array.isArray(result)) return;
    const { errors } = result;
    if (errors === undefined) return;
    // what Yoga takes for the end of a caller who left, and what is not
    if (errors.length === 0 && result.data === undefined)
      return setResult(
        withStatus({ errors: [mask(new Error('an answer without data and errors'), UNEXPECTED)] as never }),
      );
    withStatus(result as ExecutionResult);
  },
});

const UNEXPECTED = 'Unexpected error.';

function withStatus(result: ExecutionResult): ExecutionResult {
  const failed = result.data === undefined || result.data === null;
  for (const { extensions } of result.errors as readonly GraphQLError[]) {
    extensions.code ??= 'BAD_USER_INPUT';
    if (!failed) {
      delete extensions.http;
      continue;
    }
    const http = (extensions.http ?? {}) as Http;
    http.status ??= 400;
    http.spec = QUIET_FOR_JSON.has(extensions.code as string);
    extensions.http = http;
  }
  return result;
}
