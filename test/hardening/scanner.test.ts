import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Running, start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';
import { type Answered, answered } from './asked.ts';

let running: Running;
const keys: Record<string, string> = {};
beforeAll(async () => {
  running = await start({ role: 'api', graphiql: false });
  keys['an administrator'] = running.key;
  keys['a partner'] = await keyFor(running.app, { name: 'acme', role: 'partner' });
  keys.nobody = '';
});
afterAll(() => running.close());

async function send(key: string, init: RequestInit, search = ''): Promise<Answered> {
  const headers = { 'content-type': 'application/json', ...(key && bearer(key)), ...(init.headers as object) };
  return answered(await fetch(`${running.server.url}/graphql${search}`, { method: 'POST', ...init, headers }));
}
const ask = (key: string, query: string) => send(key, { body: JSON.stringify({ query, operationName: 'cop' }) });

/** The checks of graphql-cop 1.15, by their names there: true when it would report a finding. */
const CHECKS: Record<string, (key: string, who: string) => Promise<boolean>> = {
  'alias overloading': async (key) => {
    const aliases = Array.from({ length: 101 }, (_, i) => `alias${i}:__typename`).join(' \n');
    const { data } = await ask(key, `query cop { ${aliases} }`);
    return (data as { alias100?: string } | undefined)?.alias100 !== undefined;
  },
  'array-based query batching': async (key) => {
    const one = { query: 'query cop { __typename }', operationName: 'cop' };
    const { text } = await send(key, { body: JSON.stringify(Array(10).fill(one)) });
    return Array.isArray(JSON.parse(text)) && (JSON.parse(text) as unknown[]).length === 10;
  },
  'directive overloading': async (key) => {
    const { errors } = await ask(key, `query cop { __typename ${'@aa'.repeat(10)} }`);
    return errors.length === 10;
  },
  'field duplication': async (key) => {
    const { data } = await ask(key, `query cop { ${'__typename \n'.repeat(500)} }`);
    return (data as { __typename?: string } | undefined)?.__typename !== undefined;
  },
  'field suggestions': async (key, who) => {
    const { text } = await ask(key, 'query cop { __schema { directive } }');
    const { text: other } = await ask(key, 'query cop { change { nodes { id } } }');
    // who may read the schema learns nothing by them
    return who !== 'an administrator' && /did you mean/i.test(text + other);
  },
  'queries by GET': async (key) => {
    const { data } = await send(key, { method: 'GET' }, `?query=${encodeURIComponent('query cop{__typename}')}`);
    return data !== undefined;
  },
  'mutations by GET': async (key) => {
    const search = `?query=${encodeURIComponent('mutation cop{__typename}')}`;
    const bare = await send(key, { method: 'GET' }, search);
    const meant = await send(key, { method: 'GET', headers: { 'x-requested-with': 'x' } }, search);
    return bare.data !== undefined || meant.data !== undefined;
  },
  'GraphiQL exposed': async (key) => {
    const page = await send(key, { method: 'GET', headers: { accept: 'text/html' } });
    return /graphiql|<html/i.test(page.text);
  },
  introspection: async (key, who) => {
    const { data } = await ask(key, 'query cop { __schema { types { name fields { name } } } }');
    return who !== 'an administrator' && data !== undefined;
  },
  'circular introspection': async (key) => {
    const circle = `${'fields { type { '.repeat(5)}name${' } }'.repeat(5)}`;
    const { data } = await ask(key, `query cop { __schema { types { ${circle} } } }`);
    return data !== undefined;
  },
  'circular fragments': async (key) => {
    const { data } = await ask(key, 'query cop { ...A } fragment A on Query { ...B } fragment B on Query { ...A }');
    return data !== undefined;
  },
  'url-encoded POST': async (key) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { data } = await send(key, { headers, body: 'query=query+cop%7B__typename%7D' });
    return data !== undefined;
  },
  'trace mode': async (key) => {
    const { text } = await ask(key, 'query cop { __typename }');
    return /"(tracing|debug|exception|stacktrace)"/i.test(text);
  },
  'unhandled errors': async (key) => {
    const { text } = await ask(key, 'qwerty cop { abc }');
    return /exception|stack|\.ts:\d|\.js:\d/i.test(text);
  },
};

for (const who of ['an administrator', 'a partner', 'nobody']) {
  describe(`the checks of a scanner that is ${who}`, () => {
    it.each(Object.entries(CHECKS))('find nothing: %s', async (_name, check) => {
      expect(await check(keys[who] as string, who)).toBe(false);
    });
  });
}

describe('GraphiQL', () => {
  it('is a page without data, in no frame of others, where it is served; asked in it is what a key allows', async () => {
    const open = await start({ role: 'api', graphiql: true });
    const page = await fetch(`${open.server.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(html).toContain('Bearer rtn_…');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const response = await fetch(`${open.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __schema { types { name } } }"}',
    });
    expect(response.status).toBe(401);
    await open.close();
  });
});
