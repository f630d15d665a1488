import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isUuid } from '../activities/identify.ts';
import type { App } from '../app.ts';
import { exportCustomer } from '../customers/export.ts';
import { NotFoundError, OverloadedError } from '../errors.ts';
import { type AnswerTo, refuse } from './authenticate.ts';
import { answerJson } from './http.ts';

/** `GET /customers/:id/export`: everything that is kept of a person, as one JSON object that is read as it is sent. */
export function answerExport({ contributions, database }: App): AnswerTo {
  return async (request, response, rest, viewer): Promise<void> => {
    const [id = '', file, ...more] = rest.split('/');
    if (file !== 'export' || more.length > 0)
      return answerJson(response, 404, { code: 'NOT_FOUND', message: 'There is /customers/:id/export.' });
    if (request.method !== 'GET') {
      response.setHeader('allow', 'GET');
      return answerJson(response, 405, { code: 'METHOD_NOT_ALLOWED', message: 'Read the file with GET.' });
    }
    const text = exportCustomer(database, viewer, isUuid(id) ? id : NOBODY, contributions.personalTables.values());
    let first: IteratorResult<string, void>;
    try {
      first = await text.next();
    } catch (error) {
      if (error instanceof OverloadedError) {
        response.setHeader('retry-after', 10);
        return refuse(response, 503, error.code, error.message);
      }
      if (!(error instanceof NotFoundError)) throw error;
      return answerJson(response, 404, { code: error.code, message: error.message });
    }
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="customer-${id}.json"`,
      'cache-control': 'no-store',
    });
    response.write(first.value ?? '');
    try {
      await pipeline(Readable.from(text), response);
    } catch (error) {
      if (!response.destroyed) throw error; // the reader left, or stood still for too long: it got a part and knows
    }
  };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
