import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isUuid } from '../activities/identify.ts';
import type { App } from '../app.ts';
import type { Scope } from '../contract/scope.ts';
import { readPreview } from '../preview/read-preview.ts';
import { guarded } from './authenticate.ts';
import { type Answer, answerJson } from './http.ts';
import { moversCsv } from './movers-csv.ts';

/** It tells who moves and what was seen of them, as `Preview.movers` does; who may find customers may know them. */
const NEEDED: readonly Scope[] = ['rules:read', 'customers:find', 'customers:read'];

/** `GET /previews/:id/movers.csv`: everybody whom a publication would move, as a file for a spreadsheet. */
export const answerPreview = (app: App): Answer =>
  NEEDED.reduce<Answer>((answer, scope) => guarded(app.access, scope, answer), answerMovers(app));

function answerMovers({ database }: App): Answer {
  return async (request: IncomingMessage, response: ServerResponse, rest: string): Promise<void> => {
    const [id = '', file, ...more] = rest.split('/');
    if (file !== 'movers.csv' || more.length > 0)
      return answerJson(response, 404, { code: 'NOT_FOUND', message: 'There is /previews/:id/movers.csv.' });
    if (request.method !== 'GET') {
      response.setHeader('allow', 'GET');
      return answerJson(response, 405, { code: 'METHOD_NOT_ALLOWED', message: 'Read the file with GET.' });
    }
    const preview = isUuid(id) ? await readPreview(database, id) : undefined;
    if (!preview?.result)
      return answerJson(response, 404, {
        code: 'NOT_FOUND',
        message: 'There is no preview with this id that is done.',
      });
    response.writeHead(200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="preview-${id}-movers.csv"`,
      'cache-control': 'no-store',
    });
    try {
      await pipeline(Readable.from(moversCsv(database, id)), response);
    } catch (error) {
      if (!response.destroyed) throw error; // the reader left
    }
  };
}
