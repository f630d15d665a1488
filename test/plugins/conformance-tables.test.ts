import { expect, inject, it } from 'vitest';
import { checkPlugin } from '../../src/conformance/check-plugin.ts';
import type { Keeper, Plugin } from '../../src/contract/index.ts';
import { card } from '../fixtures/stamps/card.ts';
import stamps from '../fixtures/stamps/index.ts';
import visits from '../fixtures/visits/index.ts';
import { kindWith, migrating, two } from './faults.ts';

const server = inject('adminUrl');
const tally = `insert into visits_badge (customer_id, badges) select id, 1 from unnest($1::uuid[]) id`;

const withCard = (parts: Partial<Keeper>): Plugin => ({ ...stamps, keepers: [{ ...card, ...parts }] });

it('the conformance kit finds nothing in the tables of a plugin that keeps everything', async () => {
  expect(await checkPlugin(visits, { server, documents: two })).toEqual([]);
  expect(await checkPlugin(stamps, { server })).toEqual([]);
});

it.each<[string, Plugin, string]>([
  [
    'a table of another name',
    migrating('create table "badges_of_mine" (id int primary key)'),
    'The migrations of visits make table badges_of_mine, which does not carry the prefix visits_.',
  ],
  [
    'a column in a table of core',
    migrating('alter table "customer" add column "visits" int'),
    'The migrations of visits change table customer, which is not its own.',
  ],
  [
    'customers that nobody declared',
    migrating('create table "visits_log" (customer_id uuid primary key)'),
    '"personal" does not say what becomes of visits_log when a person is erased.',
  ],
  [
    'customers outside the key',
    migrating('create table "visits_note" (id int primary key, customer_id uuid)'),
    'visits_note has customers in it, and customer_id is not in its primary key.',
  ],
  [
    'writes that add up',
    kindWith({
      settle: async (customers, tx) =>
        void (await tx.query('', `${tally} on conflict (customer_id) do update set badges = visits_badge.badges + 1`, [
          customers.map(({ customerId }) => customerId),
        ])),
    }),
    '"settle" of visit-badges writes something else when it runs twice.',
  ],
  [
    'writes that fail when they come again',
    kindWith({
      settle: async (customers, tx) =>
        void (await tx.query('', tally, [customers.map(({ customerId }) => customerId)])),
    }),
    '"settle" of visit-badges fails: duplicate key value violates unique constraint "visits_badge_pkey"',
  ],
  [
    'writes for each customer',
    kindWith({
      settle: async (customers, tx) => {
        for (const { customerId } of customers) await tx.query('', `${tally} on conflict do nothing`, [[customerId]]);
      },
    }),
    '"settle" of visit-badges sends 40 statements for 40 customers and 2 for 2; write set-based.',
  ],
  [
    'writes that depend on the company',
    kindWith({
      settle: async (customers, tx) =>
        void (await tx.query(
          '',
          `insert into visits_badge (customer_id, badges) select id, $2 from unnest($1::uuid[]) id on conflict (customer_id) do update set badges = $2`,
          [customers.map(({ customerId }) => customerId), customers.length > 2 ? 1 : 0],
        )),
    }),
    '"settle" of visit-badges writes something else for customers who do not travel together.',
  ],
  [
    'a keeper that adds up when it is called again',
    withCard({
      async measure(customers, tx) {
        const ids = customers.map(({ customerId }) => customerId);
        await tx.query(
          '',
          `insert into stamps_greeting select id, (select count(*) from stamps_greeting) from unnest($1::uuid[]) id`,
          [ids],
        );
        return (await card.measure?.(customers, tx)) ?? [];
      },
    }),
    'The keepers of stamps do something else when they are called again at the same instant.',
  ],
  [
    'a keeper that says nothing of what will become of its metrics',
    withCard({ agenda: () => Promise.resolve([]) }),
    'The metric stamps of stamps becomes another value by itself than "agenda" says.',
  ],
])('the conformance kit finds %s', async (_what, plugin, sentence) => {
  const found = await checkPlugin(plugin, { server });
  expect(found.map(({ message }) => message)).toContain(sentence);
});
