import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Access, TooManyFailuresError, UnauthenticatedError } from '../access/access.ts';
import type { Viewer } from '../contract/viewer.ts';

/** Finds out who asks before the request is read; whoever does not say so is answered with 401. */
export function useAuthentication(access: Access): Plugin {
  return {
    async onRequestParse({ request, serverContext }) {
      const context = serverContext as { viewer?: Viewer; req?: IncomingMessage };
      try {
        context.viewer ??= await access.authenticateFrom(context.req, request.headers.get('authorization'));
      } catch (error) {
        if (!(error instanceof UnauthenticatedError)) throw error;
        throw new GraphQLError(error.message, { extensions: { code: error.code, http: answerFor(error) } });
      }
    },
  };
}

/** What was sent besides is not read: the connection ends with the answer. */
function answerFor(error: UnauthenticatedError): { status: number; headers: Record<string, string> } {
  const headers = { connection: 'close' };
  return error instanceof TooManyFailuresError
    ? { status: 429, headers: { ...headers, 'retry-after': String(error.retryAfter) } }
    : { status: 401, headers: { ...headers, 'www-authenticate': 'Bearer' } };
}
