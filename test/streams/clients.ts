import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client, subscriptionExchange } from '@urql/core';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { bearer } from '../server/running.ts';

const DOCUMENT = `subscription ($after: String) {
  changes(after: $after) { cursor position previousPosition type ... on SegmentEntered { entered: segmentKey } ... on SegmentLeft { left: segmentKey } }
}`;

export interface Change {
  readonly cursor: string;
  readonly position: number;
  readonly previousPosition: number;
  readonly type: string;
  readonly entered?: string;
  readonly left?: string;
}

/** What a follower asks of a client, and is told by it. */
interface Following {
  readonly url: string;
  readonly key: string;
  /** Where to go on, whenever the client connects again by itself. */
  readonly after: () => string;
  readonly next: (change: Change) => void;
  /** The client has given up. */
  readonly lost: (error: unknown) => void;
}

/** Begins a subscription; gives what ends it. */
export type Follow = (following: Following) => () => void;

type Result = { readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] | undefined };

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const events = ({ url, key }: Following) =>
  createEventClient({ url, headers: bearer(key), retryAttempts: 1000, retry: soon });

const sockets = ({ url, key }: Following) =>
  createSocketClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: bearer(key),
    retryAttempts: 1000,
    retryWait: soon,
    shouldRetry: () => true,
  });

/** Variables that are read anew whenever they are sent. */
const variablesOf = ({ after }: Following) => ({
  get after() {
    return after();
  },
});

const sinkOf = ({ next, lost }: Following) => ({
  next: ({ data, errors }: Result) => {
    if (errors) lost(new Error(errors[0]?.message));
    else next((data as { changes: Change }).changes);
  },
  error: lost,
  complete: () => lost(new Error('it was completed')),
});

const plain =
  (open: typeof events | typeof sockets): Follow =>
  (following) =>
    open(following).subscribe({ query: DOCUMENT, variables: variablesOf(following) }, sinkOf(following) as never);

const apollo: Follow = (following) => {
  const client = new ApolloClient({ link: new GraphQLWsLink(sockets(following)), cache: new InMemoryCache() });
  const subscription = client
    .subscribe({ query: gql(DOCUMENT), variables: { after: following.after() }, fetchPolicy: 'no-cache' })
    .subscribe(sinkOf(following) as never);
  return () => {
    subscription.unsubscribe();
    client.stop();
  };
};

const urql =
  (open: typeof events | typeof sockets): Follow =>
  (following) => {
    const transport = open(following);
    const exchange = subscriptionExchange({
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: (sink) => ({ unsubscribe: transport.subscribe({ query, variables } as never, sink as never) }),
      }),
    });
    const client = new Client({ url: following.url, exchanges: [exchange], preferGetMethod: false });
    const sink = sinkOf(following);
    return client
      .subscription(DOCUMENT, { after: following.after() })
      .subscribe(({ data, error }) => (error ? sink.error(error) : sink.next({ data }))).unsubscribe;
  };

/** The clients that people use, each over the transport that its documentation recommends. */
export const clients: Readonly<Record<string, Follow>> = {
  'graphql-sse': plain(events),
  'graphql-ws': plain(sockets),
  '@apollo/client by graphql-ws': apollo,
  '@urql/core by graphql-sse': urql(events),
  '@urql/core by graphql-ws': urql(sockets),
};
