import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGraphql } from '../../src/graphql/yoga.ts';
import { bearer } from '../server/running.ts';
import { keyFor, testApp } from '../support/app.ts';
import { answered } from './asked.ts';
import { grown, rowCounts } from './counts.ts';
import { bodies, headers, methods } from './malformed.ts';

const RUNS = 10_000;

const { app, key } = await testApp({ rateLimit: 0 });
const yoga = createGraphql(app.schema, app, { graphiql: true });
const partner = await keyFor(app, { name: 'acme', role: 'partner' });
const keys = [key, key, key, partner, 'rtn_00000000_x', ''];

it(`${RUNS} malformed requests are answered, none with a fault of ours, and change nothing`, {
  timeout: 120_000,
}, async () => {
  const before = await rowCounts(app.database);
  let worst = 0;
  await fc.assert(
    fc.asyncProperty(methods, headers, bodies, fc.nat(5), async (method, sent, body, who) => {
      const bodiless = method === 'GET' || method === 'HEAD';
      const search = bodiless
        ? `?query=${encodeURIComponent(body.toWellFormed().slice(0, 8000))}&variables=${encodeURIComponent(body.toWellFormed().slice(0, 2000))}`
        : '';
      const at = performance.now();
      const answer = await answered(
        await yoga.fetch(`http://localhost/graphql${search}`, {
          method,
          headers: { ...sent, ...(keys[who] && bearer(keys[who])) } as never,
          ...(bodiless ? {} : { body }),
        }),
      );
      worst = Math.max(worst, performance.now() - at);
      expect([answer.status >= 200 && answer.status < 500, answer.text.slice(0, 500)]).toEqual([
        true,
        expect.any(String),
      ]);
      if (answer.status >= 400 && answer.headers.get('content-type')?.includes('json') && method !== 'HEAD') {
        expect(answer.codes.length).toBeGreaterThan(0);
        for (const code of answer.codes) expect(code).toMatch(/^[A-Z_]+$/);
      }
    }),
    { numRuns: RUNS },
  );
  expect(grown(before, await rowCounts(app.database))).toEqual({});
  console.log(`the slowest answer took ${Math.round(worst)} ms`);
});
