import type { Readable } from 'node:stream';
import { GraphQLError } from 'graphql';

/** How long the body of a request may take to arrive, in ms. Files come as uploads, which have time. */
export const BODY_PATIENCE = 60_000;

/**
 * The bytes of a request, as text. Throws a GraphQLError for one that is too long, and for one whose sender takes too
 * much time; the rest is then not read, and the connection ends.
 */
export function readBody(stream: Readable, most: number, patience: number = BODY_PATIENCE): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (act: () => void): void => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak).pause();
      stream.on('error', () => {}); // nobody waits for the rest
      act();
    };
    const refuse = (error: GraphQLError): void => end(() => reject(error));
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > most) refuse(tooLarge(most));
      else chunks.push(chunk);
    };
    const onEnd = (): void => end(() => resolve(Buffer.concat(chunks).toString()));
    const onBreak = (): void => refuse(refusal(400, 'BAD_REQUEST', 'The request broke off.'));
    const timer = setTimeout(
      () => refuse(refusal(408, 'REQUEST_TIMEOUT', `A request must arrive within ${patience / 1000} s.`)),
      patience,
    );
    if (stream.destroyed) return onBreak();
    stream.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  });
}

/** The connection ends with the answer: what is left of the request is not read. */
const refusal = (status: number, code: string, message: string): GraphQLError => {
  const http = { status, spec: false, headers: { connection: 'close' } };
  return new GraphQLError(message, { extensions: { code, http } });
};

export const tooLarge = (most: number): GraphQLError =>
  refusal(413, 'TOO_LARGE', `A request of yours has at most ${most} bytes. Send files as uploads.`);
