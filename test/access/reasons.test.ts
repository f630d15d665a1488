import { beforeAll, describe, expect, it } from 'vitest';
import type { ClientInput } from '../../src/access/clients.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { purchase, record } from '../graphql/write/record.ts';
import { keyFor, testApp } from '../support/app.ts';
import { publish } from '../support/road.ts';

const system = await testApp();
const { road, database } = system.app;
const all = (fact: string, operator: string, value: unknown) => ({ all: [{ fact, operator, value }] });

beforeAll(async () => {
  const [secret, buyer] = [all('ordersEver', 'greaterThan', 0), all('segment.secret', 'equal', true)];
  await publish(road, 'plans', 'segments', { segments: [{ key: 'secret', title: 'A plan of ours', when: secret }] });
  await publish(road, 'orders', 'segments', { segments: [{ key: 'buyer', title: 'Buyer', when: buyer }] });
  await record(system, [purchase('ada', 'p')]);
  await drainSequencer(database);
});

const QUERIES = [
  '{ changes(first: 10) { nodes { why } } }',
  '{ segment(key: "buyer") { members { nodes { segments { why } } } } }',
  '{ segment(key: "buyer") { members { nodes { outcomes { why } } } } }',
  '{ segment(key: "buyer") { members { nodes { tier { why } } } } }',
];

describe('why something holds, which names whatever a rule tests', () => {
  const ask = async (input: Omit<ClientInput, 'name'>, query: string) => {
    const key = await keyFor(system.app, { name: `client ${Math.random()}`, ...input });
    return system.run<object>(query, {}, { authorization: `Bearer ${key}` });
  };

  it.each(QUERIES)('is not for those who may only see some segments: %s', async (query) => {
    const bounds = { segments: ['buyer'], changeTypes: ['segment.entered'] };
    const { errors } = await ask({ role: 'partner', scopes: ['customers:read'], ...bounds }, query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', fields: [{ anyOf: ['rules:read'] }] });
  });

  it('is for those who may read rules', async () => {
    expect(JSON.stringify(await ask({ role: 'analyst' }, QUERIES[0] as string))).toContain('segment.secret');
  });
});
