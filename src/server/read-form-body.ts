import type { IncomingMessage } from 'node:http';

/** More than any form that we made can send. */
const MOST_BYTES = 512_000;

/** The body of a form as text; undefined: it is larger than any of ours, and was not read to its end. */
export async function readFormBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
