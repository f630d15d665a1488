import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Access, TooManyFailuresError, UnauthenticatedError } from '../access/access.ts';
import type { Scope } from '../contract/scope.ts';
import { may, type Viewer } from '../contract/viewer.ts';
import { OverloadedError } from '../errors.ts';
import { type Answer, answerJson } from './http.ts';

/** Answers a request of somebody who may ask it. */
export type AnswerTo = (...given: [...Parameters<Answer>, viewer: Viewer]) => unknown;

/** A route for those who may: others are answered with 401 or 403, and what they send is not read. */
export function guarded(access: Access, scope: Scope, answer: AnswerTo): Answer {
  return async (request: IncomingMessage, response: ServerResponse, rest: string) => {
    try {
      const viewer = await access.authenticateFrom(request, request.headers.authorization);
      if (may(viewer, scope)) return answer(request, response, rest, viewer);
      refuse(response, 403, 'FORBIDDEN', `As ${viewer.role} you may not do this; it needs ${scope}.`);
    } catch (error) {
      if (error instanceof OverloadedError) return refuse(response, 503, error.code, error.message);
      if (!(error instanceof UnauthenticatedError)) throw error;
      if (error instanceof TooManyFailuresError) {
        response.setHeader('retry-after', error.retryAfter);
        return refuse(response, 429, error.code, error.message);
      }
      response.setHeader('www-authenticate', 'Bearer');
      refuse(response, 401, error.code, error.message);
    }
  };
}

export function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.setHeader('connection', 'close');
  answerJson(response, status, { code, message });
}
