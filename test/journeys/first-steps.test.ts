import { expect, it } from 'vitest';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { graphql } from '../gql/gql.ts';
import type { TypedDocumentString } from '../gql/graphql.ts';
import { testApp } from '../support/app.ts';

const Record = graphql(`
  mutation Record($input: RecordActivitiesInput!) {
    recordActivities(input: $input) {
      __typename
      ... on RecordActivitiesSuccess {
        results { status issues { path code message } }
        customers {
          externalId
          metrics { ordersLast30Days spendEver { amount currencyCode } }
          segments { key since }
          tier { key }
        }
      }
      ... on UserError { code message }
    }
  }
`);
const Save = graphql(`
  mutation Save($input: SaveRuleSetInput!) {
    saveRuleSet(input: $input) {
      __typename
      ... on SaveRuleSetSuccess { version { number } }
      ... on ValidationError { issues { path code message } }
    }
  }
`);
const Publish = graphql(`
  mutation Publish($input: PublishRuleSetInput!) {
    publishRuleSet(input: $input) {
      __typename
      ... on PublishRuleSetSuccess { job { id kind } }
      ... on UserError { code message }
    }
  }
`);
const Changes = graphql(`
  query Changes($after: String) {
    changes(first: 10, after: $after) {
      edges {
        cursor
        node { type changeSeq customer { externalId } cause { by } ... on SegmentEntered { segmentKey } ... on TierChanged { fromTier toTier } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const { app, data } = await testApp();
/** Runs a typed document: its variables and its answer are known to the compiler. */
const run = <D, V>(document: TypedDocumentString<D, V>, variables: V): Promise<D> =>
  data<D>(document.toString(), variables as never);

const purchase = (key: string, amountMinor: number) => ({
  activities: [
    {
      customer: { externalId: 'ada' },
      key,
      activity: { purchase: { amount: { amountMinor, currencyCode: 'EUR' }, channel: 'ONLINE' as const } },
    },
  ],
});
const publish = async (key: string, kind: string, document: object): Promise<void> => {
  const { saveRuleSet } = await run(Save, { input: { key, kind, title: key, source: JSON.stringify(document) } });
  if (saveRuleSet.__typename !== 'SaveRuleSetSuccess') throw new Error(JSON.stringify(saveRuleSet));
  const { publishRuleSet } = await run(Publish, { input: { key, number: saveRuleSet.version.number } });
  expect(publishRuleSet.__typename).toBe('PublishRuleSetSuccess');
};

it('the first steps of the README: what a customer does moves metrics, segments and tier in one answer, and the feed tells', async () => {
  const active = { all: [{ fact: 'ordersLast30Days', operator: 'greaterThanInclusive', value: 1 }] };
  const gold = { all: [{ fact: 'spendEver', operator: 'greaterThanInclusive', value: 20_000 }] };
  await publish('lifecycle', 'segments', {
    segments: [{ key: 'active', title: 'Active in the last 30 days', when: active }],
  });
  await publish('loyalty', 'loyalty-tiers', { tiers: [{ key: 'gold', title: 'Gold', rank: 1, when: gold }] });

  const first = (await run(Record, { input: purchase('order-1001', 12_900) })).recordActivities;
  expect(first).toMatchObject({
    results: [{ status: 'ACCEPTED', issues: [] }],
    customers: [
      {
        externalId: 'ada',
        metrics: { ordersLast30Days: 1, spendEver: { amount: '129.00', currencyCode: 'EUR' } },
        segments: [{ key: 'active' }],
        tier: null,
      },
    ],
  });
  const second = (await run(Record, { input: purchase('order-1002', 7100) })).recordActivities;
  expect(second).toMatchObject({ customers: [{ metrics: { ordersLast30Days: 2 }, tier: { key: 'gold' } }] });

  await drainSequencer(app.database);
  const { changes } = await run(Changes, { after: null });
  expect(changes.edges.map(({ node }) => node)).toMatchObject([
    {
      type: 'SEGMENT_ENTERED',
      changeSeq: 1,
      customer: { externalId: 'ada' },
      cause: { by: 'ACTIVITY' },
      segmentKey: 'active',
    },
    { type: 'TIER_CHANGED', changeSeq: 2, fromTier: null, toTier: 'gold' },
  ]);
  const rest = await run(Changes, { after: changes.edges[0]?.cursor ?? null });
  expect(rest.changes.edges).toHaveLength(1);
});
