import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Viewer } from '../contract/viewer.ts';
import { limitsFor } from './limits.ts';
import { readBody, tooLarge } from './read-body.ts';
import { type Params, paramsOf, paramsOfUrl } from './read-params.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** A page of another site cannot set these without asking us first, and we do not answer such questions. */
const OURS_ALONE = ['x-graphql-csrf', 'x-requested-with'];

const JSON_TYPE = /^application\/(graphql\+)?json *(;|$)/i;

const refusal = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
  new GraphQLError(message, { extensions: { code, http: { status, spec: false, headers } } });

/**
 * Reads what is asked, once it is known who asks: by POST as JSON, or by GET with a header that only a page of our own can
 * set. Nothing else is read.
 */
export const useRequests = (trusted: TrustedDocuments, patience?: number): Plugin => ({
  onRequestParse({ request, serverContext, setRequestParser }) {
    // put there by whoever serves: the route, or a test
    const { viewer, req } = serverContext as unknown as { viewer: Viewer; req?: IncomingMessage };
    const { method } = request;
    if (method !== 'GET' && method !== 'POST')
      throw refusal(405, 'METHOD_NOT_ALLOWED', 'GraphQL is asked by POST, or by GET.', { allow: 'GET, POST' });
    setRequestParser(async () => {
      const params = method === 'GET' ? readGet(request) : await readPost(request, req, viewer, patience);
      return { ...params, query: trusted.textFor(viewer, params), documentId: undefined };
    });
  },
});

function readGet(request: Request): Params {
  if (!OURS_ALONE.some((name) => request.headers.has(name)))
    throw refusal(403, 'CSRF', `A GET request needs the header ${OURS_ALONE.join(' or ')}, with any value.`);
  return paramsOfUrl(request.url);
}

async function readPost(
  request: Request,
  req: IncomingMessage | undefined,
  viewer: Viewer,
  patience: number | undefined,
): Promise<Params> {
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? ''))
    throw refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send JSON, with the header "content-type: application/json".', {
      connection: 'close',
    });
  const { bodyBytes } = limitsFor(viewer);
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytes) throw tooLarge(bodyBytes);
  const stream = req ?? Readable.from((request.body as AsyncIterable<Uint8Array> | null) ?? []);
  return paramsOf(await readBody(stream, bodyBytes, patience));
}
