import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { UnauthenticatedError } from '../access/access.ts';
import { NotFoundError, OverloadedError, UserError, ValidationError } from '../errors.ts';

/** Is told of every unexpected error, with the id that the caller gets to see. */
export type Report = (error: unknown, id: string) => void;

/**
 * What callers see of an error. One they can act on keeps its message and gets its code; GraphQL's own pass as they are;
 * anything else becomes an id, under which operators find it in the log.
 */
export const createMask =
  (report: Report = () => {}, isDev = false) =>
  (thrown: unknown, message: string): Error => {
    const cause = originOf(thrown);
    if (cause instanceof GraphQLError) return thrown as Error;
    const place = thrown instanceof GraphQLError ? thrown : undefined;
    // one missing item of several is not the failure of the request
    const nested = (place?.path?.length ?? 0) > 1;
    const answer = (text: string, extensions: Record<string, unknown>) =>
      new GraphQLError(text, { nodes: place?.nodes ?? null, path: place?.path ?? null, extensions });
    if (cause instanceof UserError) {
      const { code, path } = cause;
      const issues = cause instanceof ValidationError ? { issues: cause.issues } : {};
      return answer(cause.message, { code, path, ...issues, ...(nested ? {} : { http: { status: statusOf(cause) } }) });
    }
    if (UNSTORABLE.has((cause as { code?: unknown } | null | undefined)?.code)) {
      const status = nested ? {} : { http: { status: 400 } };
      return answer('A text has a NUL character, which cannot be stored.', { code: 'BAD_USER_INPUT', ...status });
    }
    const id = randomUUID();
    report(cause, id);
    const text = isDev && cause instanceof Error ? cause.message : `${message} Its id in the log is ${id}.`;
    return answer(text, { code: 'INTERNAL_SERVER_ERROR', errorId: id, unexpected: true, http: { status: 500 } });
  };

/** What PostgreSQL says of NUL: in text, and in JSON. */
const UNSTORABLE = new Set<unknown>(['22021', '22P05']);

function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error;
}

function statusOf(error: UserError): number {
  if (error instanceof UnauthenticatedError) return 401;
  if (error instanceof NotFoundError) return 404;
  return error instanceof OverloadedError ? 503 : 400;
}
