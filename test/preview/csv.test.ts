import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClientInput } from '../../src/access/clients.ts';
import { bearer, type Running, start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';
import { atLeast, buyers, idOf, NOW, segments } from './population.ts';
import { makePreview, publishDrafts } from './preview.ts';

let running: Running;
let id: string;
beforeAll(async () => {
  running = await start({ role: 'api' });
  const { road } = running.app;
  await publishDrafts(road, [segments('lifecycle', { keen: atLeast('ordersEver', 2) })]);
  await buyers(road, 3);
  id = await makePreview(road, [segments('lifecycle', { keen: atLeast('ordersEver', 3) })], NOW);
});
afterAll(() => running.close());

const get = (path: string, key: string, method = 'GET') =>
  fetch(`${running.server.url}/previews/${path}`, { method, headers: bearer(key) });

it('a file for a spreadsheet names everybody who moves, with what was seen of them', async () => {
  const response = await get(`${id}/movers.csv`, running.key);
  expect(response.headers.get('content-disposition')).toContain(`preview-${id}-movers.csv`);
  const [head, ...lines] = (await response.text()).trimEnd().split('\n');
  expect(head).toBe('customerId,externalId,ruleSet,type,key,from,to,facts');
  expect(lines).toEqual([`"${idOf(2)}","c2","lifecycle","segment.left","keen","keen","","{""ordersEver"":2}"`]);
});

it('is for those who may see rules and find customers', async () => {
  const { app } = running;
  const all = ['rules:read', 'customers:find', 'customers:read', 'customers:identify'] as const;
  const keyWith = (scopes: ClientInput['scopes']) =>
    keyFor(app, { name: `test ${randomUUID()}`, role: 'respondent', scopes });
  expect((await get(`${id}/movers.csv`, await keyWith(all))).status).toBe(200);
  for (const missing of all.slice(0, 3)) {
    const key = await keyWith(all.filter((scope) => scope !== missing));
    expect((await get(`${id}/movers.csv`, key)).status).toBe(403);
  }
});

it('is only there for a preview that is done', async () => {
  expect((await get(`${randomUUID()}/movers.csv`, running.key)).status).toBe(404);
  expect((await get('nothing/movers.csv', running.key)).status).toBe(404);
  expect((await get(`${id}/other.csv`, running.key)).status).toBe(404);
  expect((await get(`${id}/movers.csv`, running.key, 'POST')).status).toBe(405);
});
