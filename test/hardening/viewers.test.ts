import { describe, expect, it } from 'vitest';
import { keyFor, testApp } from '../support/app.ts';
import { ask } from './asked.ts';

const system = await testApp();
const partner = await keyFor(system.app, { name: 'acme', role: 'partner' });
const curious = await keyFor(system.app, { name: 'curious', role: 'partner', scopes: ['schema:read'] });
const as = (key: string) => ({ authorization: `Bearer ${key}` });

describe('a document that several send in turn', () => {
  it('is introspection for who may read the schema, every time, and for nobody else', async () => {
    const query = '{ __schema { queryType { name } } }';
    for (let turn = 0; turn < 3; turn++) {
      expect((await ask(system, query)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
      expect((await ask(system, query, {}, as(partner))).codes).toEqual(['INTROSPECTION_DISABLED']);
      expect((await ask(system, query, {}, as(curious))).status).toBe(200);
    }
  });

  it('gets suggestions for who may read the schema, and for nobody else', async () => {
    const faults: [query: string, variables: object, suggestion: RegExp][] = [
      ['{ chnges { nodes { id } } }', {}, /Did you mean "changes"/],
      ['{ changes { nodes { idd } } }', {}, /Did you mean "id"/],
      ['{ changes(frst: 1) { nodes { id } } }', {}, /Did you mean "first"/],
      ['query ($t: [ChngeType!]) { changes(types: $t) { nodes { id } } }', {}, /Did you mean "ChangeType"/],
      ['{ changes(types: [TIER_CHANGD]) { nodes { id } } }', {}, /Did you mean the enum value "TIER_CHANGED"/],
      [
        'query ($t: [ChangeType!]) { changes(types: $t) { nodes { id } } }',
        { t: ['TIER_CHANGD'] },
        /Did you mean the enum value "TIER_CHANGED"/,
      ],
    ];
    for (let turn = 0; turn < 2; turn++) {
      for (const [query, variables, suggestion] of faults) {
        const open = await ask(system, query, variables);
        const hidden = await ask(system, query, variables, as(partner));
        expect([query, open.errors[0]?.message]).toEqual([query, expect.stringMatching(suggestion)]);
        expect([query, hidden.text]).toEqual([query, expect.not.stringContaining('Did you mean')]);
        expect(hidden.codes).toEqual(open.codes);
      }
    }
  });

  it('is within the limits of one and beyond those of another', async () => {
    const wide = `{ ${Array.from({ length: 6 }, (_, i) => `a${i}: feedCursor`).join(' ')} }`;
    const aliases = `{ changes { nodes { ${Array.from({ length: 16 }, (_, i) => `a${i}: id`).join(' ')} } } }`;
    const long = `{ changes { nodes { ${'... { id } '.repeat(260)} } } }`;
    for (let turn = 0; turn < 2; turn++) {
      for (const [query, code] of [
        [wide, 'TOO_MANY_ROOT_FIELDS'],
        [aliases, 'TOO_MANY_ALIASES'],
        [long, 'TOO_MANY_TOKENS'],
      ] as const) {
        expect((await ask(system, query)).status).toBe(200);
        const refused = await ask(system, query, {}, as(partner));
        expect([refused.status, refused.codes]).toEqual([400, [code]]);
      }
    }
  });

  it('costs as much for everybody, and is too costly for some', async () => {
    const query = '{ changes(first: 100) { nodes { id type cursor changeSeq position previousPosition a: cursor } } }';
    const [own, foreign] = [await ask(system, query), await ask(system, query, {}, as(partner))];
    expect(own.cost?.requestedQueryCost).toBe(900);
    expect(foreign.cost).toEqual({
      requestedQueryCost: 900,
      throttleStatus: { maximumAvailable: 500_000, currentlyAvailable: expect.any(Number), restoreRate: 50_000 },
    });
    const five = `{ ${['a', 'b', 'c', 'd', 'e']
      .map(
        (name) =>
          `${name}: changes(first: 100) { nodes { id type cursor changeSeq position previousPosition customerId a: id b: id } }`,
      )
      .join(' ')} }`;
    expect((await ask(system, five)).cost?.requestedQueryCost).toBe(5 * 1100);
    const refused = await ask(system, five, {}, as(partner));
    expect([refused.status, refused.codes, refused.errors[0]?.message]).toEqual([
      400,
      ['QUERY_TOO_COSTLY'],
      'This operation costs 5500 points; at most 5000 are allowed. Ask for smaller pages or fewer fields.',
    ]);
  });
});

describe('a fragment', () => {
  it('counts as often as it is used', async () => {
    const doubled = (times: number) =>
      `{ ...A0 } ${Array.from({ length: times }, (_, i) => `fragment A${i} on Query { ...A${i + 1} ...A${i + 1} }`).join(' ')} fragment A${times} on Query { a: __typename }`;
    expect((await ask(system, doubled(4))).status).toBe(200);
    expect((await ask(system, doubled(5))).codes).toContain('TOO_MANY_ALIASES');
    // 2^100 of them take no time to count
    expect((await ask(system, doubled(100))).codes).toContain('TOO_MANY_ALIASES');
  });
});
