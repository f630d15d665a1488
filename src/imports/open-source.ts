import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { NotFoundError, UserError, ValidationError } from '../errors.ts';

/** An opened input. Destroy `stream` to let go of it early; reading to the end does so by itself. */
export interface Source {
  /** The content, decompressed. */
  readonly stream: Readable;
  /** The first bytes of the content (fewer than 64 only when there are no more), to recognise its format. */
  readonly head: Buffer;
  /** Size of the raw input; unknown for streams. */
  readonly bytesTotal?: number;
  /** Bytes of the raw input taken so far: compressed bytes when it is compressed. */
  bytesRead(): number;
}

const HEAD = 64;

/**
 * Opens a file by its path, standard input (`-`) or a stream. Gzip is recognised by its first bytes, whatever the name.
 * A file that cannot be opened is refused here; one that breaks off later fails while `stream` is read, with the code
 * `BROKEN_SOURCE`.
 */
export async function openSource(input: string | Readable): Promise<Source> {
  const bytesTotal = typeof input === 'string' && input !== '-' ? await sizeOf(input) : undefined;
  const raw = typeof input !== 'string' ? input : input === '-' ? process.stdin : createReadStream(input);
  let read = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of raw) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
      read += bytes.length;
      yield bytes;
    }
  }
  const start = await peek(counted(), 2);
  const rejoined = Readable.from(start.all(), { objectMode: false });
  const compressed = start.head[0] === 0x1f && start.head[1] === 0x8b;
  // The error reaches the reader through the decompressor, which the pipeline destroys with it.
  const content = compressed ? pipeline(rejoined, createGunzip(), () => {}) : rejoined;
  const { head, all } = await peek(typed(content, compressed), HEAD);
  const stream = Readable.from(all(), { objectMode: false });
  stream.once('close', () => raw.destroy());
  return { stream, head, bytesTotal, bytesRead: () => read };
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new NotFoundError(`There is no file “${path}”.`);
    throw unusable(path, `The file “${path}” cannot be opened (${error.code}).`);
  });
  if (found.isDirectory()) throw unusable(path, `“${path}” is a folder; name a file.`);
  return found.isFile() ? found.size : undefined;
}

const unusable = (path: string, message: string) =>
  new ValidationError([{ path: [path], code: 'UNREADABLE', message }]);

/** Takes at least so many bytes from the front, and gives them back in front of the rest. */
async function peek(source: AsyncGenerator<Buffer>, atLeast: number) {
  const taken: Buffer[] = [];
  let length = 0;
  while (length < atLeast) {
    const next = await source.next();
    if (next.done) break;
    taken.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield* taken;
    yield* source;
  }
  return { head: Buffer.concat(taken).subarray(0, atLeast), all };
}

async function* typed(content: Readable, compressed: boolean): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of content) yield chunk as Buffer;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!compressed || !code?.startsWith('Z_')) {
      throw new UserError('BROKEN_SOURCE', `The input broke off: ${message}.`);
    }
    const why = code === 'Z_BUF_ERROR' ? 'it ends too early' : 'its content is damaged';
    throw new UserError('BROKEN_SOURCE', `The gzip file cannot be read to its end: ${why}. Transfer it again.`);
  }
}
