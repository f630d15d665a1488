import { type ExecutionResult, executeSubscriptionEvent, type GraphQLError } from 'graphql';
import type { ToldChange } from './changes.ts';
import type { CheckedSubscription } from './check-document.ts';
import { type CompiledEvents, compileEvents, Run } from './compile-query.ts';
import type { CoreContext } from './context.ts';
import { type Mask, presentResult } from './present-errors.ts';

/** How changes become what a subscription answers; each page of changes in one context. */
export interface Renderer {
  answers(changes: readonly ToldChange[], context: CoreContext): Promise<ExecutionResult[]>;
  /** The same answers as JSON; not sound when one of them failed by what is not the caller's doing. */
  texts(changes: readonly ToldChange[], context: CoreContext): Promise<Texts>;
}

export interface Texts {
  readonly texts: readonly string[];
  readonly sound: boolean;
}

export function renderer(checked: CheckedSubscription, mask: Mask): Renderer {
  const answer = async (rootValue: ToldChange, contextValue: CoreContext): Promise<ExecutionResult> =>
    presentResult(await executeSubscriptionEvent({ ...checked, contextValue, rootValue }), mask);
  const answers: Renderer['answers'] = (changes, context) =>
    Promise.all(changes.map((change) => answer(change, context)));
  return {
    answers,
    async texts(changes, context) {
      const write = compiledFor(checked);
      if (write) {
        const run = new Run(context, { rootValue: undefined, variableValues: checked.variableValues });
        // whatever goes wrong is answered by the standard executor: it alone says what errors mean
        const written = await write(changes, run).catch(() => undefined);
        if (written) return { texts: written.map((data) => `{"data":${data}}`), sound: true };
      }
      const found = await answers(changes, context);
      return {
        texts: found.map((one) => JSON.stringify(one)),
        sound: !found.some(({ errors }) => errors?.some(isOurs)),
      };
    },
  };
}

const isOurs = ({ extensions }: GraphQLError): boolean => extensions.code === 'INTERNAL_SERVER_ERROR';

/** By operation; documents are kept, and what was compiled lives as long as they do. Null: not for us. */
const known = new WeakMap<object, CompiledEvents | null>();

function compiledFor({ schema, operation, fragmentDefinitions }: CheckedSubscription): CompiledEvents | null {
  let found = known.get(operation);
  if (found === undefined) {
    found = compileEvents(schema, operation, fragmentDefinitions) ?? null;
    known.set(operation, found);
  }
  return found;
}
