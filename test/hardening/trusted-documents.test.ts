import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createApp } from '../../src/app.ts';
import { bearer, type Running, start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';
import { answered } from './asked.ts';

const STORED = 'query Cursor { feedCursor }';
const FOLLOW = 'subscription Follow { changes { cursor } }';
const OTHER = '{ __typename }';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const folder = mkdtempSync(path.join(tmpdir(), 'documents-'));
const file = path.join(folder, 'persisted-documents.json');
let running: Running;
let bound: string;
beforeAll(async () => {
  writeFileSync(file, JSON.stringify({ [`sha256:${hash(STORED)}`]: STORED, [`sha256:${hash(FOLLOW)}`]: FOLLOW }));
  running = await start({ role: 'api', trustedDocuments: file });
  bound = await keyFor(running.app, { name: 'web', role: 'frontend', trustedDocumentsOnly: true });
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true });
});

const post = async (body: object, key = bound, accept = 'application/graphql-response+json') =>
  fetch(`${running.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...bearer(key) },
    body: JSON.stringify(body),
  });
const apollo = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hash(text) } });

describe('a client that may only run stored documents', () => {
  it.each([
    ['by its id', { documentId: `sha256:${hash(STORED)}` }],
    ['by the bare hash', { documentId: hash(STORED).toUpperCase() }],
    ['as Apollo’s clients send it', { extensions: apollo(STORED) }],
    ['with an empty text', { query: '', documentId: hash(STORED) }],
  ])('runs one %s', async (_how, body) => {
    const answer = await answered(await post(body));
    expect([answer.status, answer.data]).toEqual([200, { feedCursor: expect.any(String) }]);
  });

  it.each([
    ['a document of its own', { query: OTHER }, 403, 'TRUSTED_DOCUMENTS_ONLY'],
    ['the text of a stored one', { query: STORED }, 403, 'TRUSTED_DOCUMENTS_ONLY'],
    ['its own under a stored id', { query: OTHER, documentId: hash(STORED) }, 403, 'TRUSTED_DOCUMENTS_ONLY'],
    ['nothing', {}, 403, 'TRUSTED_DOCUMENTS_ONLY'],
    ['an unknown id', { documentId: hash(OTHER) }, 404, 'DOCUMENT_NOT_FOUND'],
    ['the name of something every object has', { documentId: 'constructor' }, 404, 'DOCUMENT_NOT_FOUND'],
    ['an id that is no text', { documentId: [hash(STORED)] }, 400, 'BAD_REQUEST'],
  ])('is refused %s, as JSON and as a stream', async (_what, body, status, code) => {
    for (const accept of [
      'application/graphql-response+json',
      'application/json',
      'text/event-stream, application/json',
    ]) {
      const answer = await answered(await post(body, bound, accept));
      expect([accept, answer.status, answer.codes]).toEqual([accept, status, [code]]);
    }
  });

  it('is refused the same by GET', async () => {
    const get = async (search: string) =>
      answered(
        await fetch(`${running.server.url}/graphql?${search}`, {
          headers: { 'x-graphql-csrf': '1', accept: 'application/graphql-response+json', ...bearer(bound) },
        }),
      );
    expect((await get(`query=${encodeURIComponent(OTHER)}`)).codes).toEqual(['TRUSTED_DOCUMENTS_ONLY']);
    expect((await get(`documentId=sha256:${hash(STORED)}`)).status).toBe(200);
    expect((await get(`extensions=${encodeURIComponent(JSON.stringify(apollo(STORED)))}`)).status).toBe(200);
  });

  it('follows a stored subscription as a stream, and no other', async () => {
    const leave = new AbortController();
    const response = await fetch(`${running.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer(bound) },
      body: JSON.stringify({ documentId: hash(FOLLOW) }),
      signal: leave.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    leave.abort();
    const other = await answered(await post({ query: FOLLOW }, bound, 'text/event-stream'));
    expect(other.status).toBe(403);
    expect(other.text).toContain('TRUSTED_DOCUMENTS_ONLY');
    expect(other.text).not.toContain('"data"');
  });

  it('is held to the same over a socket', async () => {
    const client = createClient({
      url: `${running.server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: bearer(bound),
      retryAttempts: 0,
    });
    const ask = (payload: object) =>
      new Promise<unknown>((resolve) => {
        let answer: unknown = 'ended';
        client.subscribe(payload as never, {
          next: (value) => {
            answer = value;
          },
          error: (errors) =>
            resolve((errors as { extensions?: { code: string } }[]).map((one) => one.extensions?.code)),
          complete: () => resolve(answer),
        });
      });
    expect(await ask({ query: OTHER })).toEqual(['TRUSTED_DOCUMENTS_ONLY']);
    expect(await ask({ query: FOLLOW })).toEqual(['TRUSTED_DOCUMENTS_ONLY']);
    expect(await ask({ query: OTHER, extensions: apollo(STORED) })).toEqual(['TRUSTED_DOCUMENTS_ONLY']);
    expect(await ask({ query: '', extensions: apollo(OTHER) })).toEqual(['DOCUMENT_NOT_FOUND']);
    expect(await ask({ query: '', extensions: apollo(STORED) })).toMatchObject({
      data: { feedCursor: expect.any(String) },
    });
    await client.dispose();
  });
});

describe('any other client', () => {
  it('sends documents or ids, as it likes', async () => {
    expect((await post({ query: OTHER }, running.key)).status).toBe(200);
    expect((await post({ documentId: hash(STORED) }, running.key)).status).toBe(200);
    // as Apollo’s clients do who hope to store it
    expect((await post({ query: OTHER, extensions: apollo(OTHER) }, running.key)).status).toBe(200);
    expect((await post({ documentId: hash(OTHER) }, running.key)).status).toBe(404);
  });
});

describe('a file of stored documents', () => {
  it.each([
    ['is not there', undefined, 'cannot be read (ENOENT)'],
    ['is not JSON', '{', 'is not JSON'],
    ['is no object of texts', '{"a":1}', 'must be an object'],
    ['has a document that cannot run', '{"abc":"{ nope }"}', 'abc… cannot run: Cannot query field "nope"'],
    ['has a document that does not parse', '{"abc":"{"}', 'abc… cannot run: Syntax Error'],
  ])('that %s keeps the system from starting, with a sentence', async (_how, text, message) => {
    const trustedDocuments = path.join(folder, 'broken.json');
    rmSync(trustedDocuments, { force: true });
    if (text !== undefined) writeFileSync(trustedDocuments, text);
    const { database } = running.app;
    await expect(
      createApp({ url: database.url, plugins: [], currency: 'EUR', timeZone: 'UTC', trustedDocuments }),
    ).rejects.toMatchObject({ issues: [{ code: 'INVALID_SETTING', message: expect.stringContaining(message) }] });
  });
});
