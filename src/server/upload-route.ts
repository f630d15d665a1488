import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '../db/database.ts';
import { ConflictError, NotFoundError, UserError } from '../errors.ts';
import { MAX_UPLOAD_BYTES, type Range, readUpload, receive, type Upload } from '../imports/uploads.ts';
import { answerJson } from './http.ts';

/**
 * `PUT /uploads/:id` takes the bytes of a file. The whole file, or the next piece with `Content-Range: bytes
 * from-to/total` (`*` while the total is not known). `GET` tells how many bytes are here, to go on after a break.
 */
export async function answerUpload(
  database: Database,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): Promise<void> {
  const { method } = request;
  try {
    if (method === 'GET' || method === 'HEAD') return answerJson(response, 200, shown(await readUpload(database, id)));
    if (method !== 'PUT') {
      response.setHeader('allow', 'PUT, GET, HEAD');
      return answerJson(response, 405, { code: 'METHOD_NOT_ALLOWED', message: 'Send the bytes with PUT.' });
    }
    if (Number(request.headers['content-length'] ?? 0) > MAX_UPLOAD_BYTES)
      throw new UserError('TOO_LARGE', `An upload has at most ${MAX_UPLOAD_BYTES} bytes.`);
    answerJson(response, 200, shown(await receive(database, id, request, rangeOf(request.headers['content-range']))));
  } catch (error) {
    if (request.destroyed && !request.complete) return; // the sender is gone; what came is kept
    if (!(error instanceof UserError)) throw error;
    // the rest of the body is not read: the connection cannot be used again
    response.setHeader('connection', 'close');
    answerJson(response, statusOf(error), { code: error.code, message: error.message });
  }
}

const shown = ({ id, bytes, complete }: Upload) => ({ id, bytes, complete });

function rangeOf(header: string | undefined): Range | undefined {
  if (header === undefined) return undefined;
  const [, from, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(header) ?? [];
  if (from === undefined) throw new UserError('BAD_RANGE', 'Content-Range must be such as "bytes 0-999999/5000000".');
  return { from: Number(from), total: total === '*' ? undefined : Number(total) };
}

function statusOf(error: UserError): number {
  if (error instanceof NotFoundError) return 404;
  if (error instanceof ConflictError) return 409;
  return error.code === 'TOO_LARGE' ? 413 : 400;
}
