import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { answered } from './asked.ts';
import { hostileValue } from './hostile.ts';
import { operationsOf } from './operations.ts';

const RUNS = 200;
const system = await testApp({ rateLimit: 0 });

describe('hostile arguments', () => {
  it.each(operationsOf(system.app.schema).map((operation) => [operation.name, operation] as const))(
    'are answered and never a fault of ours: %s',
    async (_name, { query, variables }) => {
      const given = fc.tuple(
        ...variables.map(({ name, type }) => hostileValue(type).map((value) => [name, value] as const)),
      );
      await fc.assert(
        fc.asyncProperty(given, async (values) => {
          const body = { query, variables: Object.fromEntries(values) };
          const answer = await answered(await system.post(body, { accept: 'application/graphql-response+json' }));
          expect([answer.text.slice(0, 600), answer.status]).toEqual([
            expect.any(String),
            expect.toSatisfy((status) => status < 500),
          ]);
          expect(answer.codes).not.toContain('INTERNAL_SERVER_ERROR');
        }),
        { numRuns: RUNS },
      );
    },
  );
});
