import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readUploadBytes } from '../../src/imports/uploads.ts';
import { bearer, type Running, start } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await start();
});
afterAll(() => running.close());

const create = async (name: string): Promise<{ id: string; url: string }> =>
  (
    await running.ask<{ createUpload: { upload: { id: string; url: string } } }>(
      'mutation ($name: String!) { createUpload(input: { name: $name }) { ... on CreateUploadSuccess { upload { id url } } } }',
      { name },
    )
  ).createUpload.upload;

const put = async (url: string, body: Buffer | string, range?: string) => {
  const response = await fetch(`${running.server.url}${url}`, {
    method: 'PUT',
    body: body as BodyInit,
    headers: { ...bearer(running.key), ...(range ? { 'content-range': range } : {}) },
  });
  return [response.status, (await response.json()) as { bytes?: number; complete?: boolean; code?: string }] as const;
};

const get = (url: string, method = 'GET') =>
  fetch(`${running.server.url}${url}`, { method, headers: bearer(running.key) });

const content = async (url: string): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of readUploadBytes(running.app.database, url.split('/').at(-1) ?? ''))
    parts.push(part as Buffer);
  return Buffer.concat(parts);
};

describe('uploads', () => {
  it('take a file in one request, in parts of a megabyte, as it is', async () => {
    const bytes = Buffer.alloc(2_500_001, 'abcdefg');
    const { url } = await create('big.csv');
    expect(await put(url, bytes)).toEqual([200, expect.objectContaining({ bytes: bytes.length, complete: true })]);
    expect(bytes.equals(await content(url))).toBe(true);
    expect((await put(url, 'more'))[1].code).toBe('UPLOAD_COMPLETE');
  });

  it('go on where they stopped, and say where that is', async () => {
    const { url } = await create('pieces.csv');
    expect(await put(url, 'first', 'bytes 0-4/10')).toEqual([
      200,
      expect.objectContaining({ bytes: 5, complete: false }),
    ]);
    expect(await put(url, 'wrong', 'bytes 7-11/12')).toEqual([409, expect.objectContaining({ code: 'WRONG_OFFSET' })]);
    expect(await (await get(url)).json()).toMatchObject({ bytes: 5, complete: false });
    expect(await put(url, 'other', 'bytes 5-9/10')).toEqual([
      200,
      expect.objectContaining({ bytes: 10, complete: true }),
    ]);
    expect((await content(url)).toString()).toBe('firstother');
  });

  it('begin anew without a range, and refuse what is no upload', async () => {
    const { url } = await create('again.csv');
    await put(url, 'half', 'bytes 0-3/*');
    await put(url, 'whole');
    expect((await content(url)).toString()).toBe('whole');
    expect((await put('/uploads/00000000-0000-4000-8000-000000000000', 'x'))[0]).toBe(404);
    expect((await put('/uploads/nonsense', 'x'))[0]).toBe(404);
    expect((await put(url, 'x', 'pages 1-2'))[0]).toBe(400);
    expect((await get(url, 'DELETE')).status).toBe(405);
  });
});

interface Started {
  startImport: {
    __typename: string;
    code?: string;
    issues?: { path: string[]; code: string; message: string }[];
    import?: { id: string; errorsUrl: string; job: { id: string; status: string } };
  };
}
const startImport = async (input: object) =>
  (
    await running.ask<Started>(
      `mutation ($input: StartImportInput!) { startImport(input: $input) {
         __typename
         ... on StartImportSuccess { import { id errorsUrl job { id status } } }
         ... on UserError { code } ... on ValidationError { issues { path code message } } } }`,
      { input },
    )
  ).startImport;

interface Imported {
  import: {
    rows: number;
    accepted: number;
    duplicates: number;
    rejected: number;
    dryRun: boolean;
    what: string;
    job: { status: string; progress: number; error: string | null };
    errors: {
      edges: { cursor: string; node: { line: number; column: string; value: string; code: string } }[];
      pageInfo: { hasNextPage: boolean };
    };
  };
}
const read = async (id: string, first = 10, after?: string) =>
  (
    await running.ask<Imported>(
      `query ($id: ID!, $first: Int, $after: String) { import(id: $id) { rows accepted duplicates rejected dryRun what job { status progress error }
         errors(first: $first, after: $after) { edges { cursor node { line column value code } } pageInfo { hasNextPage } } } }`,
      { id, first, after },
    )
  ).import;
const ended = async (id: string) => {
  await expect.poll(async () => (await read(id)).job.status, { timeout: 10_000 }).toMatch(/SUCCEEDED|FAILED/);
  return read(id);
};

const CSV = `${[
  'customer,kind,key,occurredAt,amount,currency',
  ...Array.from(
    { length: 1200 },
    (_, i) => `i${i % 40},purchase,k${i},2026-02-03T00:00:00Z,${i % 100 === 50 ? 'much' : '1.50'},EUR`,
  ),
  'i1,purchase,k1,2026-02-03T00:00:00Z,1.50,EUR',
  'i1,purchase,k1,2026-02-03T00:00:00Z,9.99,EUR',
].join('\n')}\n`;

describe('imports over the API', () => {
  it('take a compressed file, tell the rows that they could not take, and do so once for a key', async () => {
    const upload = await create('orders.csv.gz');
    await put(upload.url, gzipSync(CSV));
    const input = { uploadId: upload.id, what: 'ACTIVITIES', key: 'once' };
    const dry = await startImport({ ...input, key: 'dry', dryRun: true });
    expect(await ended(dry.import?.id ?? '')).toMatchObject({ rows: 1202, accepted: 1190, rejected: 12, dryRun: true });
    const [none] = await running.app.database.query<{ count: number }>(
      '',
      'select count(*)::int as count from activity',
    );
    expect(none?.count).toBe(0);

    const started = await startImport(input);
    expect(started).toMatchObject({ __typename: 'StartImportSuccess' });
    expect((await startImport(input)).import?.id).toBe(started.import?.id);
    expect((await startImport({ ...input, dryRun: true })).code).toBe('IDEMPOTENCY_CONFLICT');
    const id = started.import?.id ?? '';
    const done = await ended(id);
    expect(done).toMatchObject({
      rows: 1202,
      accepted: 1188,
      duplicates: 1,
      rejected: 13,
      what: 'ACTIVITIES',
      job: { status: 'SUCCEEDED', progress: 1 },
    });
    expect(done.errors.edges[0]?.node).toMatchObject({ line: 52, column: 'amount', value: 'much' });
    const rest = await read(id, 10, done.errors.edges.at(-1)?.cursor);
    expect(rest.errors.edges.map(({ node }) => [node.line, node.column, node.code])).toEqual([
      [1052, 'amount', expect.any(String)],
      [1152, 'amount', expect.any(String)],
      [1203, 'key', 'IDEMPOTENCY_CONFLICT'],
    ]);
    const file = await get(started.import?.errorsUrl ?? '');
    expect(file.headers.get('content-type')).toContain('text/csv');
    const lines = (await file.text()).trim().split('\n');
    expect(lines).toHaveLength(14);
    expect(lines[13]).toContain('"1203","key"');
  });

  it('refuse a mapping that does not fit, and an upload that is not complete, before they start', async () => {
    const upload = await create('a.csv');
    await put(upload.url, 'x', 'bytes 0-0/5');
    expect((await startImport({ uploadId: upload.id, what: 'ACTIVITIES' })).issues?.[0]?.code).toBe(
      'UPLOAD_INCOMPLETE',
    );
    await put(upload.url, 'yzab', 'bytes 1-4/5');
    const { issues } = await startImport({
      uploadId: upload.id,
      what: 'ACTIVITIES',
      mapping: { customer: 'c', activities: [{ kind: 'purchas' }] },
    });
    expect(issues?.[0]).toMatchObject({
      path: ['mapping', 'activities', '0', 'kind'],
      message: expect.stringContaining('purchase'),
    });
    expect((await startImport({ uploadId: 'nonsense', what: 'ACTIVITIES' })).code).toBe('NOT_FOUND');
  });

  it('fail with a sentence when the columns do not fit the mapping', async () => {
    const upload = await create('b.csv');
    await put(upload.url, 'a,b\n1,2\n');
    const { import: started } = await startImport({
      uploadId: upload.id,
      what: 'CUSTOMERS',
      mapping: { externalId: 'aa' },
    });
    const { job } = await ended(started?.id ?? '');
    expect(job).toMatchObject({ status: 'FAILED', error: expect.stringContaining('no column “aa”') });
  });

  it('bring profiles with attributes', async () => {
    await running.ask(
      'mutation { declareAttribute(input: { key: "born", title: "Born", type: DATE }) { __typename } }',
    );
    const upload = await create('people.ndjson');
    await put(
      upload.url,
      '{"externalId":"p1","locale":"de-DE","attributes":{"born":"1990-05-01"}}\n{"externalId":"p2","locale":"nonsense language"}\n',
    );
    const { import: started } = await startImport({ uploadId: upload.id, what: 'CUSTOMERS' });
    expect(await ended(started?.id ?? '')).toMatchObject({
      accepted: 1,
      rejected: 1,
      errors: { edges: [{ node: { line: 2, column: 'locale' } }] },
    });
    const rows = await running.app.database.query(
      '',
      `select locale, attributes from customer where external_id = 'p1'`,
    );
    expect(rows).toEqual([{ locale: 'de-DE', attributes: { born: '1990-05-01' } }]);
  });
});
