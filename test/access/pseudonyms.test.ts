import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../src/access/clients.ts';
import { createKey, revokeKey } from '../../src/access/keys.ts';
import { Pseudonyms } from '../../src/access/pseudonym.ts';
import { operator } from '../../src/access/viewer.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { keyFor, testApp } from '../support/app.ts';
import { publish } from '../support/road.ts';

const secret = randomBytes(32);
const uuid = fc.uuid({ version: [4, 5, 7] });

describe('a pseudonym', () => {
  const acme = new Pseudonyms(secret, 'client acme');

  it('leads back to one customer, and every text that leads somewhere is the pseudonym of it', () => {
    fc.assert(
      fc.property(uuid, (id) => {
        const pseudonym = acme.of(id);
        return /^[\w-]{22}$/.test(pseudonym) && acme.read(pseudonym) === id;
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ABCDEFGHabcdefgh01234567-_'), minLength: 20, maxLength: 24 }),
        (text) => {
          const id = acme.read(text);
          return id === undefined || acme.of(id) === text;
        },
      ),
      { numRuns: 2000 },
    );
    const ids = Array.from({ length: 5000 }, () => randomUUID());
    expect(new Set(ids.map((id) => acme.of(id))).size).toBe(5000);
  });

  it('is the same tomorrow, and another for every client and every account', () => {
    const id = randomUUID();
    expect(new Pseudonyms(secret, 'client acme').of(id)).toBe(acme.of(id));
    expect(new Pseudonyms(secret, 'client umbrella').of(id)).not.toBe(acme.of(id));
    expect(new Pseudonyms(randomBytes(32), 'client acme').of(id)).not.toBe(acme.of(id));
  });

  it('of another client leads to nobody', () => {
    const umbrella = new Pseudonyms(secret, 'client umbrella');
    fc.assert(fc.property(uuid, (id) => umbrella.read(acme.of(id)) !== id));
  });
});

const { app, run } = await testApp();
const when = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] };
await publish(app.road, 'buyers', 'segments', { segments: [{ key: 'buyer', title: 'Buyer', when }] });
const purchase = (name: string) => ({
  customer: { externalId: name },
  key: '1',
  activity: { purchase: { amount: { amountMinor: 100, currencyCode: 'EUR' } } },
});
await run(
  `mutation ($activities: [ActivityInput!]!) { recordActivities(input: { activities: $activities }) { __typename } }`,
  { activities: ['ada', 'bob', 'cy'].map(purchase) },
);
await drainSequencer(app.database);

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const rights = { role: 'partner', segments: ['buyer'], changeTypes: ['segment.entered'] } as const;
const SEEN = `{
  changes { nodes { id customerId cursor customer { id } } }
  segment(key: "buyer") { members { nodes { id } edges { cursor node { id } } } }
}`;
interface Seen {
  changes: { nodes: { id: string; customerId: string; cursor: string; customer: { id: string } }[] };
  segment: { members: { nodes: { id: string }[]; edges: { cursor: string; node: { id: string } }[] } };
}
const see = async (key: string): Promise<Seen> => (await run<Seen>(SEEN, {}, bearer(key))).data;

/** Every id in what somebody saw, as it is and decoded. */
const idsIn = ({ changes, segment }: Seen): string[] => [
  ...changes.nodes.flatMap(({ id, customerId, customer }) => [id, customerId, customer.id]),
  ...segment.members.nodes.map(({ id }) => id),
];
const decoded = (text: string): string => Buffer.from(text, 'base64').toString();

describe('what a partner sees', () => {
  it('has no id that is in what another partner sees, or in what the account sees itself', async () => {
    const [one, two] = [await keyFor(app, { name: 'one', ...rights }), await keyFor(app, { name: 'two', ...rights })];
    const [first, second] = [await see(one), await see(two)];
    const own = (await run<Seen>(SEEN)).data;
    for (const seen of [first, second, own]) {
      expect(seen.changes.nodes).toHaveLength(3);
      expect(new Set(idsIn(seen)).size).toBe(6); // three customers and three changes
    }
    for (const [a, b] of [
      [first, second],
      [first, own],
      [second, own],
    ] as const)
      expect(idsIn(a).filter((id) => idsIn(b).includes(id))).toEqual([]);

    const people = await app.database.query<{ id: string; name: string }>(
      '',
      'select id, external_id as name from customer',
    );
    for (const seen of [first, second]) {
      const cursors = [...seen.changes.nodes, ...seen.segment.members.edges].map(({ cursor }) => cursor);
      const text = [JSON.stringify(seen), ...[...idsIn(seen), ...cursors].map(decoded)].join('\n');
      for (const { id, name } of people)
        for (const form of [
          id,
          id.replaceAll('-', ''),
          Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url'),
          `"${name}"`,
        ])
          expect([form, text.includes(form)]).toEqual([form, false]);
    }
  });

  it('is the same with another key of the same partner, and in the subscription', async () => {
    const { id } = await createClient(app.database, operator, { name: 'three', ...rights });
    const old = await createKey(app.database, operator, id);
    const before = await see(old.text);
    const next = await createKey(app.database, operator, id);
    await revokeKey(app.database, operator, old.key.id);
    expect(await see(next.text)).toEqual(before);
  });

  it('cannot be looked up: not by its own pseudonym, not by another’s, not by the id of the account', async () => {
    const [one, two] = [await keyFor(app, { name: 'four', ...rights }), await keyFor(app, { name: 'five', ...rights })];
    const customers = ({ changes }: Seen) => changes.nodes.map(({ customerId }) => customerId);
    const own = (await run<Seen>(SEEN)).data;
    const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const ids = [...customers(await see(one)), ...customers(await see(two)), ...customers(own)];
    const { nodes } = (await run<{ nodes: unknown[] }>(NODES, { ids }, bearer(one))).data;
    expect(nodes).toEqual(ids.map(() => null));
    const asAdmin = await run<{ nodes: unknown[] }>(NODES, { ids });
    expect(asAdmin.data.nodes).toEqual([...Array(6).fill(null), ...customers(own).map((id) => ({ id }))]);
    for (const id of [...idsIn(await see(one)), ...idsIn(own)]) {
      const { data } = await run<{ node: unknown }>('query ($id: ID!) { node(id: $id) { id } }', { id }, bearer(one));
      expect(data.node).toBeNull();
    }
  });

  it('goes on after a cursor, which is of no use to another partner', async () => {
    const MEMBERS = `query ($after: String) { segment(key: "buyer") { members(first: 1, after: $after) {
      nodes { id } edges { cursor } pageInfo { hasNextPage } } } }`;
    const [one, two] = [
      await keyFor(app, { name: 'seven', ...rights }),
      await keyFor(app, { name: 'eight', ...rights }),
    ];
    const read = async (key: string, after: string | null) =>
      (await run<{ segment: { members: Seen['segment']['members'] } }>(MEMBERS, { after }, bearer(key))).data.segment
        .members;
    const ids: string[] = [];
    let after: string | null = null;
    for (let i = 0; i < 3; i++) {
      const page: Seen['segment']['members'] = await read(one, after);
      ids.push(...page.nodes.map(({ id }) => id));
      after = page.edges[0]?.cursor ?? null;
    }
    expect(ids).toEqual((await see(one)).segment.members.nodes.map(({ id }) => id));
    expect((await read(one, null)).edges).not.toEqual((await read(two, null)).edges);
  });

  it('is the id of the account for those who may know it, and leads back to the customer', async () => {
    const key = await keyFor(app, { name: 'six', role: 'frontend' });
    const { changes } = await see(key);
    const id = changes.nodes[0]?.customerId;
    const back = await run<{ node: { id: string } }>('query ($id: ID!) { node(id: $id) { id } }', { id }, bearer(key));
    expect(back.data.node).toEqual({ id });
  });
});
