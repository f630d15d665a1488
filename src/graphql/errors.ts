import type { Builder } from '../contract/graphql.ts';
import { inherited } from '../contract/scope.ts';
import { ConflictError, type Issue, NotFoundError, OverloadedError, UserError, ValidationError } from '../errors.ts';
import { BadCursorError, CursorExpiredError } from '../feed/cursor.ts';
import { tellIn } from '../language/told.ts';

/** The type of one fault, for results that name faults of their own. */
export type IssueType = ReturnType<typeof errors>;

/** The errors of results: every one implements `UserError`, so that `... on UserError` always works. */
export function errors(builder: Builder) {
  builder.interfaceType(UserError, {
    extensions: inherited,
    name: 'UserError',
    description: 'An error that the caller can act on.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable code of the error.' }),
      message: t.string({
        description: 'What is wrong and what to do, in the language of the request.',
        resolve: (error, _args, { language }) => tellIn(error, language),
      }),
      path: t.stringList({ description: 'Where in the input.', resolve: (error) => [...error.path] }),
    }),
  });
  builder.objectType(NotFoundError, {
    extensions: inherited,
    name: 'NotFoundError',
    description: 'What was asked for does not exist.',
    interfaces: [UserError],
  });
  builder.objectType(ConflictError, {
    extensions: inherited,
    name: 'ConflictError',
    description: 'Somebody else was first, or a key was used for something else.',
    interfaces: [UserError],
  });
  builder.objectType(OverloadedError, {
    extensions: inherited,
    name: 'OverloadedError',
    description: 'The server takes no more at this moment; the same request may succeed later.',
    interfaces: [UserError],
  });
  builder.objectType(BadCursorError, {
    extensions: inherited,
    name: 'BadCursorError',
    description: 'The cursor is not one of this feed; the message says how to go on.',
    interfaces: [UserError],
  });
  builder.objectType(CursorExpiredError, {
    extensions: inherited,
    name: 'CursorExpiredError',
    description: 'What comes after the cursor is not kept any more; the message says how to begin anew.',
    interfaces: [UserError],
  });
  const Issue = builder.objectRef<Issue>('ValidationIssue').implement({
    extensions: inherited,
    description: 'One fault in the input.',
    fields: (t) => ({
      path: t.stringList({ description: 'Where in the input.', resolve: ({ path }) => [...path] }),
      code: t.exposeString('code', { description: 'Stable code of the fault.' }),
      message: t.string({
        description: 'What is wrong and what to do, in the language of the request.',
        resolve: (issue, _args, { language }) => tellIn(issue, language),
      }),
    }),
  });
  builder.objectType(ValidationError, {
    extensions: inherited,
    name: 'ValidationError',
    description: 'The input breaks rules; all faults at once.',
    interfaces: [UserError],
    fields: (t) => ({
      message: t.string({
        description: 'All that is wrong and what to do, in the language of the request.',
        resolve: ({ issues }, _args, { language }) => issues.map((issue) => tellIn(issue, language)).join(' '),
      }),
      issues: t.field({ type: [Issue], description: 'Every fault.', resolve: ({ issues }) => [...issues] }),
    }),
  });
  return Issue;
}
