import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { may, type Viewer } from '../contract/viewer.ts';
import { refusal } from './authorize.ts';
import type { CoreContext } from './context.ts';
import { costOf, type Sent } from './cost.ts';
import { limitsFor, NESTING } from './limits.ts';
import type { CostReport, Meter } from './meter.ts';

/** A valid operation that somebody wants to run. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  /** As they were sent. */
  readonly variables?: Sent | null;
}

export interface Admission {
  /** Why it may not run. */
  readonly refused?: GraphQLError;
  readonly cost?: CostReport;
}

/**
 * Decides, on every transport and before anything is resolved, whether an operation may run: its viewer's rights, the
 * nesting of its variables, its cost, and what is left of the client's points, which are taken. What is refused for
 * another reason than missing points costs none; without a meter, nothing does.
 */
export function admit(
  schema: GraphQLSchema,
  meter: Meter | undefined,
  viewer: Viewer,
  { document, operationName = null, variables }: Asked,
): Admission {
  const forbidden = refusal({ schema, document, operationName, contextValue: { viewer } });
  if (forbidden) return { refused: forbidden };
  if (variables && isNestedDeeper(variables, NESTING))
    return refuse(400, 'VARIABLES_TOO_DEEP', `Variables have at most ${NESTING} lists and objects inside each other.`);
  const points = costOf(schema, document, operationName, variables ?? {});
  const { cost: most } = limitsFor(viewer);
  if (!(points <= most))
    return refuse(
      400,
      'QUERY_TOO_COSTLY',
      `This operation costs ${points} points; at most ${most} are allowed. Ask for smaller pages or fewer fields.`,
    );
  if (!meter) return {};
  const { report: cost, wait } = meter.charge(viewer, points);
  if (wait === undefined) return { cost };
  const message = `This client has used up its points: this operation costs ${points}. Send it again in ${wait} s.`;
  const http = { status: 429, spec: false, headers: { 'retry-after': String(wait) } };
  return { cost, refused: new GraphQLError(message, { extensions: { code: 'THROTTLED', retryAfter: wait, http } }) };
}

const refuse = (status: number, code: string, message: string): Admission => ({
  refused: new GraphQLError(message, { extensions: { code, http: { status, spec: false } } }),
});

/** Level by level: what is nested too deeply must not be what ends this. */
function isNestedDeeper(value: object, most: number): boolean {
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > most) return true;
    const next: object[] = [];
    for (const one of level)
      for (const inner of Object.values(one)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    level = next;
  }
  return false;
}

interface Arguments {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variableValues?: Sent | null;
  readonly contextValue: unknown;
  hideSuggestions?: boolean;
}

/** Refuses what may not run, and says in `extensions.cost` of every other answer what it cost. */
export const useAdmission = (meter: Meter): Plugin => ({
  onExecute({ args, setResultAndStopExecution }) {
    const { refused, cost } = admitArguments(meter, args as unknown as Arguments);
    const extensions = cost && { extensions: { cost } };
    if (refused) return setResultAndStopExecution({ errors: [refused], ...extensions });
    return {
      onExecuteDone({ result }) {
        if (!(Symbol.asyncIterator in result)) result.extensions = { ...result.extensions, cost };
      },
    };
  },
  onSubscribe({ args, setResultAndStopExecution }) {
    const { refused, cost } = admitArguments(meter, args as unknown as Arguments);
    if (refused) setResultAndStopExecution({ errors: [refused], ...(cost && { extensions: { cost } }) });
  },
});

function admitArguments(meter: Meter, args: Arguments): Admission {
  const { viewer } = args.contextValue as CoreContext;
  args.hideSuggestions = !may(viewer, 'schema:read');
  const { schema, document, operationName = null, variableValues } = args;
  return admit(schema, meter, viewer, { document, operationName, variables: variableValues ?? null });
}
