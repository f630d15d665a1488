import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Access, UnauthenticatedError } from '../access/access.ts';
import type { Viewer } from '../contract/viewer.ts';

/** Finds out who asks before the request is read; whoever does not say so is answered with 401. */
export function useAuthentication(access: Access): Plugin {
  return {
    async onRequestParse({ request, serverContext }) {
      const context = serverContext as { viewer?: Viewer };
      try {
        context.viewer ??= await access.authenticate(request.headers.get('authorization'));
      } catch (error) {
        if (!(error instanceof UnauthenticatedError)) throw error;
        const headers = { 'www-authenticate': 'Bearer' };
        throw new GraphQLError(error.message, { extensions: { code: error.code, http: { status: 401, headers } } });
      }
    },
  };
}
