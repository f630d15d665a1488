import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isUuid } from '../activities/identify.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, NotFoundError, UserError, ValidationError } from '../errors.ts';

/** Bytes of one part in the database. */
const PART = 1_000_000;
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

/** A file on its way to us, or here. Its bytes are kept as they came, gzip as well. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly complete: boolean;
  readonly createdAt: Date;
}

interface Row {
  id: string;
  name: string;
  bytes: string;
  complete: boolean;
  created_at: Date | string;
}

/** Makes room for a file; its bytes follow over `PUT /uploads/:id`. */
export async function createUpload(sql: Sql, name: string, id: string = randomUUID()): Promise<Upload> {
  if (name.length < 1 || name.length > 200 || name.includes('\0')) {
    throw new ValidationError([
      { path: ['name'], code: 'BAD_LENGTH', message: 'A file name has 1 to 200 characters.' },
    ]);
  }
  await sql.query('create-upload', 'insert into upload (id, name) values ($1, $2) on conflict do nothing', [id, name]);
  const upload = await readUpload(sql, id);
  if (upload.name === name) return upload;
  throw new ConflictError('IDEMPOTENCY_CONFLICT', 'This key was used before for another file; use a new key.', ['key']);
}

/** Forgets files whose time is over, complete or not, unless an import still needs them; one at a time, for they are large. */
export async function forgetUploads(sql: Sql): Promise<void> {
  for (;;) {
    const gone = await sql.query(
      'forget-upload',
      `delete from upload where id = (
         select u.id from upload u where u.keep_until <= now() and not exists (
           select 1 from job j where j.status in ('queued', 'running') and j.input->>'uploadId' = u.id::text)
          limit 1 for update skip locked)
       returning 1`,
    );
    if (gone.length === 0) return;
  }
}

/** Lets a file be forgotten as soon as no import needs it any more. */
export async function hurryUpload(sql: Sql, id: string | undefined): Promise<void> {
  if (id !== undefined)
    await sql.query('hurry-upload', `update upload set keep_until = '-infinity' where id = $1`, [id]);
}

/** The upload with this id. */
export async function readUpload(sql: Sql, id: string): Promise<Upload> {
  const rows = isUuid(id)
    ? await sql.query<Row>('read-upload', 'select id, name, bytes, complete, created_at from upload where id = $1', [
        id,
      ])
    : [];
  const [row] = rows;
  if (!row) throw new NotFoundError('There is no upload with this id.', ['uploadId']);
  const { name, complete } = row;
  return { id: row.id, name, complete, bytes: Number(row.bytes), createdAt: new Date(row.created_at) };
}

/** Which bytes of the file a request brings; without `total` more may follow. */
export interface Range {
  readonly from: number;
  readonly total: number | undefined;
}

/**
 * Takes bytes of a file as they come and keeps them in parts, each as soon as it is full: what is kept stays when the
 * connection breaks. Without a range the file begins anew; with one it goes on where it stopped.
 */
export async function receive(sql: Sql, id: string, body: AsyncIterable<Uint8Array>, range?: Range): Promise<Upload> {
  const upload = await readUpload(sql, id);
  if (upload.complete) throw new ConflictError('UPLOAD_COMPLETE', 'This upload is complete; create another one.');
  if (range && range.from !== upload.bytes) {
    const message = `${upload.bytes} bytes of this upload are here; go on with byte ${upload.bytes}.`;
    throw new ConflictError('WRONG_OFFSET', message);
  }
  let bytes = range ? upload.bytes : await beginAnew(sql, id);
  const keep = async (part: Buffer): Promise<void> => {
    if (bytes + part.length > MAX_UPLOAD_BYTES)
      throw new UserError(
        'TOO_LARGE',
        `An upload has at most ${MAX_UPLOAD_BYTES} bytes; split the file, or compress it with gzip.`,
      );
    await addPart(sql, id, bytes, part);
    bytes += part.length;
  };
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < PART) continue;
    const whole = Buffer.concat(waiting);
    let at = 0;
    for (; whole.length - at >= PART; at += PART) await keep(whole.subarray(at, at + PART));
    waiting = at < whole.length ? [whole.subarray(at)] : [];
    length = whole.length - at;
  }
  if (length > 0) await keep(Buffer.concat(waiting));
  if (!range || bytes === range.total)
    await sql.query('complete-upload', 'update upload set complete = true where id = $1 and bytes = $2', [id, bytes]);
  return readUpload(sql, id);
}

async function beginAnew(sql: Sql, id: string): Promise<number> {
  await sql.query(
    'restart-upload',
    `with u as (update upload set bytes = 0 where id = $1 and not complete returning id)
     delete from upload_part p using u where p.upload_id = u.id`,
    [id],
  );
  return 0;
}

/** Adds a part where the upload ends; refused when somebody else sent bytes in the meantime. */
async function addPart(sql: Sql, id: string, at: number, part: Buffer): Promise<void> {
  const added = await sql.query(
    'add-upload-part',
    `with u as (update upload set bytes = bytes + $3 where id = $1 and bytes = $2 and not complete returning id)
     insert into upload_part (upload_id, number, bytes)
     select u.id, (select coalesce(max(number), 0) + 1 from upload_part where upload_id = $1), $4 from u returning 1`,
    [id, at, part.length, part],
  );
  if (added.length === 0) throw new ConflictError('WRONG_OFFSET', 'Somebody else is sending this upload as well.');
}

/** The bytes of an upload in their order, a part at a time. */
export function readUploadBytes(sql: Sql, id: string): Readable {
  async function* parts(): AsyncGenerator<Buffer> {
    for (let number = 1; ; number++) {
      const rows = await sql.query<{ bytes: Buffer }>(
        'read-upload-part',
        'select bytes from upload_part where upload_id = $1 and number = $2',
        [id, number],
      );
      if (!rows[0]) return;
      yield rows[0].bytes;
    }
  }
  return Readable.from(parts(), { objectMode: false });
}
