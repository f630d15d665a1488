import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { UnauthenticatedError } from '../access/access.ts';
import type { Viewer } from '../contract/viewer.ts';
import { useAuthentication } from './authenticate.ts';
import { useAuthorization } from './authorize.ts';
import { useCompiledQueries } from './compiled-queries.ts';
import { type CoreContext, createContext, type Services } from './context.ts';
import { useErrorCodes } from './error-codes.ts';
import { useLimits } from './limits.ts';
import { createMask, type Report } from './mask-error.ts';
import { useContextPerEvent } from './per-event.ts';

export type GraphqlServer = ReturnType<typeof createGraphql>;

export interface GraphqlOptions {
  readonly graphiql: boolean;
  /** Whether callers see the messages of unexpected errors. */
  readonly isDev?: boolean;
  readonly report?: Report;
}

/** GraphQL over HTTP: queries and mutations as JSON, subscriptions as server-sent events. */
export function createGraphql(schema: GraphQLSchema, services: Services, options: GraphqlOptions) {
  return createYoga<object, CoreContext>({
    schema: schema as never,
    context: (initial) => createContext(services, (initial as { viewer?: Viewer }).viewer ?? nobody()),
    graphqlEndpoint: '/graphql',
    healthCheckEndpoint: '/health',
    graphiql: options.graphiql && { title: 'Retinue', subscriptionsProtocol: 'SSE' },
    landingPage: false,
    logging: false,
    batching: false,
    // no other site may read or change anything through a visitor's browser
    cors: false,
    multipart: false,
    maskedErrors: { maskError: createMask(options.report, options.isDev) },
    plugins: [
      useAuthentication(services.access),
      useContextPerEvent<CoreContext>(({ viewer }) => createContext(services, viewer)),
      useAuthorization(),
      useLimits({ tokens: 4000, depth: 12, aliases: 30, suggestions: true }),
      useCompiledQueries(),
      useErrorCodes(),
      useCSRFPrevention({ requestHeaders: ['x-graphql-csrf', 'x-requested-with'] }),
    ] as never,
  });
}

/** Only a request that was not authenticated comes without a viewer. */
function nobody(): never {
  throw new UnauthenticatedError('This API is for those who say who they are.');
}
