import { GraphQLError } from 'graphql';

const MESSAGE = 'This key has as many streams open as it may: close one first, or let several readers share one.';

/** Refuses a stream of somebody who has enough of them. */
export const tooManyStreams = (message: string = MESSAGE): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'TOO_MANY_STREAMS' } });
