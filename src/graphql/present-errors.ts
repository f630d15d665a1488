import { type ExecutionResult, GraphQLError } from 'graphql';
import type { createMask } from './mask-error.ts';

export type Mask = ReturnType<typeof createMask>;

const UNEXPECTED = 'Unexpected error.';

/** Errors of an answer that does not go through Yoga, as Yoga would show them. */
export const presentErrors = (errors: readonly unknown[], mask: Mask): GraphQLError[] =>
  errors.map((error) => presentError(error, mask));

export function presentError(thrown: unknown, mask: Mask): GraphQLError {
  const { message, nodes, path, extensions } = mask(thrown, UNEXPECTED) as GraphQLError;
  const { http: _status, unexpected: _mark, ...shown } = extensions ?? {};
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    path: path ?? null,
    extensions: { code: 'BAD_USER_INPUT', ...shown },
  });
}

/** An answer with its errors as callers see them. */
export const presentResult = ({ errors, ...rest }: ExecutionResult, mask: Mask): ExecutionResult =>
  errors ? { errors: presentErrors(errors, mask), ...rest } : rest;
