import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failures } from '../access/failures.ts';
import type { App } from '../app.ts';
import { OverloadedError } from '../errors.ts';
import type { Message } from '../surveys/page/message.ts';
import { contentSecurityPolicy } from '../surveys/page/style.ts';
import { languagesLiked } from '../surveys/page/tongue.ts';
import { type Reply, sayMessage, showPage, showThanks, takeForm, type Visit } from '../surveys/respond.ts';
import type { Answer } from './http.ts';
import { readFormBody } from './read-form-body.ts';

/**
 * `/s/:token`: the page on which an invitation is answered; whoever has the link needs nothing else. To look at it records
 * nothing, whatever the address says, for programs that check links open every one. `/s/:token/thanks` is where the last
 * step leads.
 */
export function answerRespond(app: App): Answer {
  const { access, links, database, gatherer, currency, clock, accountTitle } = app;
  const responding = { database, gatherer, currency, clock, accountTitle, kinds: app.contributions.activities };
  // sixty at once, then one in a second: of links that are none from an address, of forms by a link
  const forged = new Failures();
  const sent = new Failures();
  return async (request, response, rest) => {
    const [token = '', page, ...more] = rest.split('/');
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const visit: Visit = { token, query, languages: languagesLiked(request.headers['accept-language']) };
    const say = (message: Message) => send(request, response, sayMessage(app, message, visit));
    const { method = '' } = request;
    if (!['GET', 'HEAD', 'POST'].includes(method)) {
      response.setHeader('allow', 'GET, HEAD, POST');
      return say('method');
    }
    const address = access.addressOf(request) ?? '';
    const link = page === undefined || page === 'thanks' ? await links.read(token) : undefined;
    if (!link || more.length > 0) {
      const busy = forged.tooMany(address, Date.now());
      forged.add(address, Date.now());
      return say(busy ? 'busy' : 'unknown');
    }
    if (method !== 'POST')
      return send(request, response, await (page ? showThanks : showPage)(responding, link, visit));
    if (page) return say('unknown');
    if (sent.tooMany(link.invitationId, Date.now())) return say('busy');
    sent.add(link.invitationId, Date.now());
    const body = await readFormBody(request);
    if (body === undefined) {
      response.setHeader('connection', 'close'); // what is left of it is not read
      return say('tooLarge');
    }
    const reply = await takeForm(responding, link, visit, body).catch((error: unknown) => {
      if (error instanceof OverloadedError) return sayMessage(app, 'busy', visit);
      throw error;
    });
    return send(request, response, reply);
  };
}

/** The page loads nothing, is found by no search engine, framed by nobody, kept by nobody, and tells nobody its address. */
const HEADERS = {
  'content-security-policy': contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

function send({ method }: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const { status } = reply;
  if ('location' in reply) return void response.writeHead(status, { ...HEADERS, location: reply.location }).end();
  if (status === 429) response.setHeader('retry-after', 1);
  response.writeHead(status, {
    ...HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-language': reply.language,
  });
  response.end(method === 'HEAD' ? undefined : reply.page);
}
