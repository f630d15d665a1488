import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '../db/database.ts';
import { NotFoundError } from '../errors.ts';
import { openErrorFile } from '../imports/error-file.ts';
import { findImport, writeProblems } from '../imports/problems.ts';
import { answerJson } from './http.ts';

/** `GET /imports/:id/errors.csv`: the rows that an import could not take, as a file for a spreadsheet. */
export async function answerImport(
  database: Database,
  request: IncomingMessage,
  response: ServerResponse,
  rest: string,
): Promise<void> {
  const [id = '', file, ...more] = rest.split('/');
  if (file !== 'errors.csv' || more.length > 0)
    return answerJson(response, 404, { code: 'NOT_FOUND', message: 'There is /imports/:id/errors.csv.' });
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return answerJson(response, 405, { code: 'METHOD_NOT_ALLOWED', message: 'Read the file with GET.' });
  }
  try {
    await findImport(database, id);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return answerJson(response, 404, { code: error.code, message: error.message });
  }
  response.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="import-${id}-errors.csv"`,
    'cache-control': 'no-store',
  });
  if (request.method === 'HEAD') return void response.end();
  const out = openErrorFile(response);
  await writeProblems(database, id, out);
  await out.close();
}
