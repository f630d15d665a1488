import type { Plugin } from 'graphql-yoga';

/** Nothing guesses at the type of an answer, stores it, or learns from where a link was followed. */
const ALWAYS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };

/** GraphiQL: no other page may show it in a frame, and it sends what is typed into it nowhere but here. */
const PAGE = {
  'content-security-policy':
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; connect-src 'self' https://unpkg.com",
  'x-frame-options': 'DENY',
};

const REASONS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  404: ['NOT_FOUND', 'There is nothing here; the API is at /graphql.'],
  406: [
    'NOT_ACCEPTABLE',
    'Accept application/graphql-response+json or application/json; subscriptions, text/event-stream.',
  ],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'Send JSON, with the header "content-type: application/json".'],
};

/** Headers that keep browsers careful, and words for answers that have none. */
export const useResponseHeaders = (): Plugin => ({
  onResponse({ response, setResponse, fetchAPI }) {
    const { headers, status } = response;
    for (const [name, value] of Object.entries(ALWAYS)) headers.set(name, value);
    if (headers.get('content-type')?.startsWith('text/html'))
      for (const [name, value] of Object.entries(PAGE)) headers.set(name, value);
    if (status < 400 || response.body) return;
    const [code, message] = REASONS[status] ?? ['BAD_REQUEST', 'The request cannot be answered.'];
    headers.set('content-type', 'application/json; charset=utf-8');
    const text = JSON.stringify({ errors: [{ message, extensions: { code } }] });
    setResponse(new fetchAPI.Response(text, { status, headers }));
  },
});
