import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Subscriptions are streams, which share their work: none is run as if it were a query. */
export const useRefusedSubscriptions = (): Plugin => ({
  onSubscribe({ setResultAndStopExecution }) {
    setResultAndStopExecution({ errors: [NOT_A_STREAM] });
  },
});

const NOT_A_STREAM = new GraphQLError(
  'A subscription is answered as a stream: send "accept: text/event-stream", or follow it over a WebSocket.',
  { extensions: { code: 'NOT_A_STREAM', http: { status: 406 } } },
);
