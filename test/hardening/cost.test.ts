import fc from 'fast-check';
import { type GraphQLObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { makeViewer, operator } from '../../src/access/viewer.ts';
import { may } from '../../src/contract/viewer.ts';
import { costOf } from '../../src/graphql/cost.ts';
import { guardOf } from '../../src/graphql/guards.ts';
import { Meter } from '../../src/graphql/meter.ts';
import { testApp } from '../support/app.ts';

const { app } = await testApp();
const cost = (text: string, variables: object = {}, name?: string): number =>
  costOf(app.schema, parse(text), name, variables as Record<string, unknown>);

describe('the cost of an operation', () => {
  it.each([
    [1, '{ __typename }'],
    [2, '{ feedCursor again: feedCursor }'],
    [500, '{ __schema { types { fields { name } } } }'],
    [21 + 20, '{ customers { nodes { id } } }'],
    [1 + 50 * 2, '{ customers(first: 50) { nodes { id } } }'],
    [1 + 7 * 2, '{ customers(last: 7) { nodes { id } } }'],
    [1 + 10 * (2 + 1 + 5), '{ customers(first: 10) { nodes { id activities(first: 5) { totalCount } } } }'],
    [1 + 3 * 2, '{ ...A } fragment A on Query { customers(first: 3) { ... on CustomerConnection { nodes { id } } } }'],
    [
      1 + (1 + 3 * 2) + (1 + 2 * 2),
      '{ ...A b: __typename } fragment A on Query { ...B c: customers(first: 3) { nodes { id } } } fragment B on Query { customers(first: 2) { nodes { id } } }',
    ],
  ])('is %d: %s', (points, text) => expect(cost(text)).toBe(points));

  it('follows variables, their defaults, and the chosen operation', () => {
    const page = 'query A($n: Int = 7) { customers(first: $n) { nodes { id } } } query B { __typename }';
    const document = parse(page);
    const of = (variables: Record<string, unknown>, name: string) => costOf(app.schema, document, name, variables);
    expect(of({}, 'A')).toBe(15);
    expect(of({ n: 30 }, 'A')).toBe(61);
    expect(of({ n: null }, 'A')).toBe(41);
    expect(of({ n: 30 }, 'B')).toBe(1);
    expect(of({ n: 30 }, 'C')).toBe(0);
  });

  it('of all that a partner can have us do counts for more than a look at it', () => {
    const partner = makeViewer({ by: 'key', id: 'k', clientId: 'c', name: 'partner', role: 'partner' });
    const Mutation = app.schema.getMutationType() as GraphQLObjectType;
    const deeds = Object.values(Mutation.getFields()).filter((field) => {
      const guard = guardOf(Mutation, field);
      return Array.isArray(guard) && may(partner, ...guard);
    });
    const costs = new Map(deeds.map(({ name }) => [name, cost(`mutation { ${name}(input: {}) { __typename } }`)]));
    expect([...costs].filter(([, points]) => points < 200)).toEqual([]);
    // a message to somebody else: so many at once, and not for ever
    for (const name of ['testWebhookEndpoint', 'redeliverWebhook']) expect(costs.get(name)).toBeGreaterThan(2000);
  });

  it('of recording grows with what is recorded', () => {
    const record =
      'mutation ($a: [ActivityInput!]!) { recordActivities(input: { activities: $a }) { ... on RecordActivitiesSuccess { results { status } } } }';
    expect(cost(record, { a: Array(1) })).toBe(10 + 2);
    expect(cost(record, { a: Array(1000) })).toBe(10_000 + 200);
  });

  it('is a number for whatever is sent as variables', () => {
    const text = 'query ($n: Int, $ids: [ID!]!) { customers(first: $n) { nodes { id } } nodes(ids: $ids) { id } }';
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.anything(), (n, ids) => {
        const points = cost(text, { n, ids });
        expect(typeof points === 'number' && points >= 0).toBe(true);
      }),
    );
  });
});

describe('the points of a client', () => {
  const client = (clientId: string, role: 'frontend' | 'partner' = 'frontend') => ({
    ...operator,
    by: 'key' as const,
    clientId,
    role,
  });

  it('are used up, and come back with time', () => {
    const meter = new Meter(10_000);
    const a = client('a');
    for (let i = 0; i < 10; i++) expect(meter.charge(a, 10_000, 0).wait).toBeUndefined();
    const refused = meter.charge(a, 10_000, 0);
    expect(refused.wait).toBe(1);
    expect(refused.report.throttleStatus).toEqual({
      maximumAvailable: 100_000,
      currentlyAvailable: 0,
      restoreRate: 10_000,
    });
    expect(meter.charge(a, 20_000, 500).wait).toBe(2);
    expect(meter.charge(a, 5000, 500).wait).toBeUndefined();
    expect(meter.charge(a, 1, 500).wait).toBe(1);
    expect(meter.charge(a, 100_000, 1e9).wait).toBeUndefined();
    // a clock that goes back gives and takes nothing
    expect(meter.charge(a, 1, 0).wait).toBe(1);
  });

  it('are its own, whichever key it uses; a partner has a tenth', () => {
    const meter = new Meter(10_000);
    expect(meter.charge(client('a'), 100_000, 0).wait).toBeUndefined();
    expect(meter.charge({ ...client('a'), id: 'another key' }, 1, 0).wait).toBe(1);
    expect(meter.charge(client('b'), 100_000, 0).wait).toBeUndefined();
    expect(meter.charge(client('c', 'partner'), 1, 0).report.throttleStatus).toMatchObject({
      maximumAvailable: 20_000,
      restoreRate: 1000,
    });
    expect(meter.charge({ ...operator, by: 'token', id: 'ada' }, 100_000, 0).wait).toBeUndefined();
    expect(meter.charge({ ...operator, by: 'token', id: 'bob' }, 100_000, 0).wait).toBeUndefined();
  });

  it('are without end when nothing limits them', () => {
    expect(new Meter(0).charge(client('a'), 1e9, 0)).toEqual({ report: { requestedQueryCost: 1e9 }, wait: undefined });
  });

  it('never come to more than what came back, in whatever order it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30_000), fc.nat(3000))), (asked) => {
        const meter = new Meter(5000);
        let now = 0;
        let taken = 0;
        for (const [points, pause] of asked) {
          now += pause;
          if (meter.charge(client('a'), points, now).wait === undefined) taken += points;
          expect(taken).toBeLessThanOrEqual(50_000 + (now / 1000) * 5000 + 1e-6);
        }
      }),
    );
  });
});
