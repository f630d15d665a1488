import fc from 'fast-check';
import type { GraphQLInputObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { purchase, RECORD, type Recorded } from '../graphql/write/record.ts';
import { testApp } from '../support/app.ts';
import { ask } from './asked.ts';
import { grown, rowCounts } from './counts.ts';
import { hostileNumber, hostileText, hostileValue } from './hostile.ts';
import { mutatedJson } from './mutated-json.ts';

const RUNS = 10_000;

const system = await testApp({ rateLimit: 0 });
const { app } = system;
const input = app.schema.getType('ActivityInput') as GraphQLInputObjectType;

const of = (activity: object, more: object = {}) => ({ customer: { externalId: 'ada' }, key: 'k', activity, ...more });
const money = { amountMinor: 1250, currencyCode: 'EUR' };
const RIGHT = [
  of(
    { purchase: { amount: money, channel: 'ONLINE', items: [{ sku: 'a', quantity: 2, amountMinor: 625 }] } },
    { occurredAt: '2026-11-01T10:00:00Z', source: 'shop' },
  ),
  of({ refund: { amount: money, purchaseKey: 'k' } }),
  of({ interaction: { channel: 'CHAT', type: 'CHAT', duration: 60_000 } }),
  of({ complaintOpened: { complaint: 'c1' } }),
  of({ complaintResolved: { complaint: 'c1', firstContact: true } }),
  of({ planStarted: { plan: 'p1', value: money, period: 'MONTH' } }),
  of({ planCancelled: { plan: 'p1', reason: 'too dear' } }),
  of({ rating: { score: 4.5, scaleMin: 1, scaleMax: 5 } }),
  of({ surveyAnswer: { survey: 's', question: 'q', score: 9 } }),
];

const isLeaf = (value: unknown): boolean => typeof value === 'number' || (typeof value === 'string' && !isEnum(value));
const isEnum = (text: string): boolean => /^[A-Z]{4,}$/.test(text);

/** Sound in its shape, with hostile texts and numbers in some places: what GraphQL lets through. */
const hostileLeaves: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(...RIGHT),
    fc.array(fc.tuple(fc.nat(), hostileText, hostileNumber), { minLength: 1, maxLength: 3 }),
  )
  .map(([activity, edits]) => {
    const text = JSON.stringify(activity);
    let count = 0;
    JSON.parse(text, (_name, value) => {
      if (isLeaf(value)) count += 1;
    });
    const replaced = new Map(edits.map(([at, ...values]) => [at % count, values]));
    let at = 0;
    return JSON.parse(text, (_name, value: unknown) => {
      if (!isLeaf(value)) return value;
      const [word, number] = replaced.get(at++) ?? [value, value];
      return typeof value === 'number' ? number : word;
    }) as unknown;
  });

const malformed: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileLeaves },
  { weight: 2, arbitrary: mutatedJson(RIGHT) },
  { weight: 1, arbitrary: hostileValue(input) },
);

it(`${RUNS} malformed activities are refused with their faults, and never cost the one beside them`, {
  timeout: 240_000,
}, async () => {
  const before = await rowCounts(app.database);
  const seen = { refused: 0, rejected: 0, accepted: 0, duplicate: 0 };
  let sound = 0;
  await fc.assert(
    fc.asyncProperty(malformed, fc.boolean(), async (bad, first) => {
      const good = purchase('bea', `sound ${sound}`);
      const activities = first ? [bad, good] : [good, bad];
      const { status, data, codes, text } = await ask(system, RECORD, { activities });
      expect([status < 500, text.slice(0, 500)]).toEqual([true, expect.any(String)]);
      expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
      if (!data) {
        // it is no activity at all: GraphQL refuses the whole request, and nothing of it is recorded
        expect([status, codes.length > 0]).toEqual([400, true]);
        seen.refused += 1;
        return;
      }
      sound += 1;
      const { results } = (data as Recorded).recordActivities;
      expect(results.map(({ index }) => index)).toEqual([0, 1]);
      const [worse, better] = first ? results : results.toReversed();
      expect(better?.status).toBe('ACCEPTED');
      seen[worse?.status.toLowerCase() as 'rejected'] += 1;
      expect(worse?.issues.length).toBeGreaterThan(worse?.status === 'REJECTED' ? 0 : -1);
      for (const { path, code, message } of worse?.issues ?? []) {
        expect(path.slice(0, 2)).toEqual(['activities', first ? '0' : '1']);
        expect(code).toMatch(/^[A-Z_]+$/);
        expect(message).toMatch(/[.?)]$/);
      }
    }),
    { numRuns: RUNS },
  );
  console.log(JSON.stringify(seen));
  expect(Math.min(seen.refused, seen.rejected, seen.accepted)).toBeGreaterThan(RUNS / 50);
  expect(grown(before, await rowCounts(app.database))).toMatchObject({
    activity: sound + seen.accepted,
    ingest_key: sound + seen.accepted,
  });
});
