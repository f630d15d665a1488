import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Running, start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';

let running: Running;
beforeAll(async () => {
  running = await start({ role: 'api' });
});
afterAll(() => running.close());

/** What is not as the audit of GraphQL over HTTP wants it, for who has this key. */
async function differences(key: string): Promise<{ passed: number; others: string[] }> {
  const results = await auditServer({
    url: `${running.server.url}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) => {
      const headers = { ...bearer(key), 'x-graphql-csrf': '1', ...(init.headers as Record<string, string>) };
      return fetch(url, { ...init, headers });
    },
  });
  const others = results.flatMap(({ status, id, name }) => (status === 'ok' ? [] : `${status} ${id} ${name}`));
  return { passed: results.length - others.length, others };
}

describe('the audit of GraphQL over HTTP', () => {
  it('is passed in all its 61 points by who may ask for the schema', async () => {
    expect(await differences(running.key)).toEqual({ passed: 61, others: [] });
  });

  it('misses its five points that ask for the schema, for a partner, and no other', async () => {
    const partner = await keyFor(running.app, { name: 'acme', role: 'partner' });
    const { passed, others } = await differences(partner);
    expect(passed).toBe(56);
    expect(others).toEqual([
      'error BF61 MUST accept utf-8 encoded request',
      'warn 2EA1 SHOULD allow map {variables} parameter when accepting application/graphql-response+json',
      'error 28B9 MUST allow map {variables} parameter when accepting application/json',
      'notice D6D5 MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
      'notice 6A70 MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
    ]);
  });
});
