import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { UnauthenticatedError } from '../access/access.ts';
import type { Viewer } from '../contract/viewer.ts';
import { preferredLanguage } from '../language/language.ts';
import { useAdmission } from './admit.ts';
import { useAuthentication } from './authenticate.ts';
import { useCompiledQueries } from './compiled-queries.ts';
import type { CoreContext, Services } from './context.ts';
import { createContext } from './create-context.ts';
import { useDocuments } from './documents.ts';
import { useErrorCodes } from './error-codes.ts';
import { createMask, type Report } from './mask-error.ts';
import { useRefusedSubscriptions } from './refuse-subscriptions.ts';
import { useRequests } from './requests.ts';
import { useResponseHeaders } from './response-headers.ts';
import { useTimeLimit } from './time-limit.ts';

export type GraphqlServer = ReturnType<typeof createGraphql>;

export interface GraphqlOptions {
  readonly graphiql: boolean;
  /** A key that GraphiQL sends unless told otherwise: whoever opens the page has it. */
  readonly graphiqlKey?: string | undefined;
  /** Whether callers see the messages of unexpected errors. */
  readonly isDev?: boolean;
  readonly report?: Report;
  /** How long an operation may take, and how long a request may take to arrive, in ms. */
  readonly patience?: { readonly operation?: number; readonly body?: number };
}

/** GraphQL over HTTP: queries and mutations. Subscriptions are streams, see `streams/`. */
export function createGraphql(schema: GraphQLSchema, services: Services, options: GraphqlOptions) {
  const mask = createMask(options.report, options.isDev);
  const { operation, body } = options.patience ?? {};
  return createYoga<object, CoreContext>({
    schema: schema as never,
    context: (initial) => {
      const { viewer = nobody(), request } = initial as { viewer?: Viewer; request: Request };
      return createContext(services, viewer, preferredLanguage(request.headers.get('accept-language')));
    },
    graphqlEndpoint: '/graphql',
    healthCheckEndpoint: '/health',
    graphiql: options.graphiql && graphiql(options.graphiqlKey),
    landingPage: false,
    logging: false,
    batching: false,
    // no other site may read or change anything through a visitor's browser
    cors: false,
    multipart: false,
    // bodies are limited where they are read
    maxRequestBodySize: false,
    // the cache of Yoga keeps decisions by the names of rules; ours depend on the viewer
    parserAndValidationCache: false,
    maskedErrors: { maskError: mask },
    plugins: [
      useResponseHeaders(),
      useAuthentication(services.access),
      useRequests(services.trusted, body),
      useDocuments(),
      useAdmission(services.meter),
      useRefusedSubscriptions(),
      useCompiledQueries(),
      useTimeLimit(operation),
      useErrorCodes(mask),
    ] as never,
  });
}

/** The page is public and has no data: what is asked in it needs a key, which is shown and edited in its headers pane. */
function graphiql(key = 'rtn_…') {
  const headers = JSON.stringify({ authorization: `Bearer ${key}` });
  return { title: 'Retinue', subscriptionsProtocol: 'SSE' as const, headers, defaultHeaders: headers };
}

/** Only a request that was not authenticated comes without a viewer. */
function nobody(): never {
  throw new UnauthenticatedError('This API is for those who say who they are.');
}
