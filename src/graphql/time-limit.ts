import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** How long an operation may take, in ms. */
export const OPERATION_PATIENCE = 30_000;

type Execute = (args: { signal?: AbortSignal }) => unknown;

/** Ends an operation that takes too long: nothing more of it is begun, and its caller is answered. */
export const useTimeLimit = (patience: number = OPERATION_PATIENCE): Plugin => ({
  onExecute({ executeFn, setExecuteFn }) {
    setExecuteFn(((args) => within(patience, executeFn as Execute, args)) as Execute as never);
  },
});

function within(patience: number, execute: Execute, args: { signal?: AbortSignal }): unknown {
  const ending = new AbortController();
  args.signal = ending.signal;
  const result = execute(args);
  if (!(result instanceof Promise)) return result;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve({ errors: [timeout(patience)] });
      ending.abort();
    }, patience);
    result.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const timeout = (patience: number): GraphQLError =>
  new GraphQLError(
    `The operation took longer than ${patience / 1000} s. Ask for less at a time. What it changes may be kept all the ` +
      'same: send it again with the same keys.',
    { extensions: { code: 'TIMEOUT', http: { status: 504 } } },
  );
