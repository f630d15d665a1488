import { beforeAll, expect, it } from 'vitest';
import { planAllAsks } from '../../../src/surveys/plan-asks.ts';
import type { WholeCustomerFragment } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { type Event, happen, publish } from '../../support/story.ts';
import { document, OPEN, publishSurvey, usePolicy } from '../../surveys/setting.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
const PEOPLE = 30;
const bought = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] };
const credits = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 4 }] };

let system: TestApp;
let now = NOW;

/** Everything about a customer that one page shows. */
graphql(`
  fragment WholeCustomer on Customer {
    id externalId joinedAt locale timeZone attributes { key string } personalAttributes { key string }
    metrics { ordersEver spendEver { amount currencyCode } lastNps openComplaints }
    segments { key since why segment { title } }
    tier { key since why }
    tierProgress { tierKey text }
    points { programme balance pending nextExpiryAt entries(first: 3) { nodes { kind points } } }
    outcomes { key ruleSetKey }
    satisfaction { nps { last band } csatByTouchpoint { touchpoint last } responses invitations responseRate comments { positive } }
    surveyAsks(first: 3) { nodes { survey state invitation { expiresAt } } }
    surveyResponses(first: 3) { nodes { survey invited answers { question score text } } }
    contacts(first: 3) { nodes { purpose channel } }
    contactRefusals(first: 3) { nodes { purpose reason } }
    contactPreferences { purpose consent }
    activities(first: 4) { totalCount nodes { kind occurredAt } pageInfo { hasNextPage } }
  }
`);
const One = graphql(`
  query WholeCustomerPage($who: String!) { customer(by: { externalId: $who }) { ...WholeCustomer } }
`);
const Many = graphql(`
  query WholeCustomerPages($first: Int!) { customers(first: $first) { nodes { ...WholeCustomer } } }
`);
const text = (document: typeof One | typeof Many): string => `${document}`;

beforeAll(async () => {
  system = await testApp({ clock: () => now });
  const { app } = system;
  await usePolicy(app.database, { ...OPEN, limits: [{ purpose: null, most: 1, days: 30 }] });
  const ask = { triggers: [{ on: 'activity' as const, kinds: ['purchase'] }] };
  await publishSurvey(app.database, 'after-purchase', document({ ask }));
  await publish(app, 'groups', 'segments', { segments: [{ key: 'buyers', title: 'Buyers', when: bought }] });
  await publish(app, 'club', 'loyalty-tiers', {
    tiers: [
      { key: 'silver', title: 'Silver', rank: 1, when: bought },
      { key: 'gold', title: 'Gold', rank: 2, when: credits },
    ],
  });
  await publish(app, 'stars', 'loyalty-points', {
    ...{ title: 'Stars', members: bought, pendingDays: 0, expiry: { kind: 'lifetime', months: 12 } },
    ...{ period: { kind: 'calendarYear' }, rewards: [], transfers: false },
    earn: [{ key: 'all', title: 'purchases', on: 'purchase', points: { field: 'amount', every: 100, give: 1 } }],
  });
  const people = Array.from({ length: PEOPLE }, (_, i) => `c${i}`);
  const buy = (at: number): Event[] =>
    people.map((who) => ({ who, kind: 'purchase', at, payload: { amount: 1200, currency: 'EUR' } }));
  now = NOW - 2 * DAY;
  await happen(
    app,
    buy(now),
    people.map((externalId) => ({ customer: { externalId }, locale: 'en' })),
  );
  await planAllAsks(app.road, now);
  now = NOW;
  const invitations = await app.database.query<{ externalId: string; id: string }>(
    '',
    'select c.external_id as "externalId", i.id from survey_invitation i join customer c on c.id = i.customer_id',
  );
  const answer = (who: string, invitation: string, payload: object): Event => ({
    ...{ who, kind: 'surveyAnswer', at: NOW - DAY },
    payload: { survey: 'after-purchase', invitation, response: `r ${who}`, ...payload },
  });
  await happen(
    app,
    invitations.map(({ externalId, id }) => answer(externalId, id, { question: 'recommend', score: 9 })),
  );
  await happen(app, [
    ...buy(NOW - 1000),
    ...people.map((who) => ({
      ...{ who, kind: 'complaintOpened', at: NOW - 500 },
      payload: { complaint: `late ${who}`, text: 'It came late' },
    })),
  ]);
  await planAllAsks(app.road, now);
});

const whole = async (who: string): Promise<WholeCustomerFragment> => {
  const { customer } = await system.data<{ customer: WholeCustomerFragment }>(text(One), { who });
  return customer;
};

it('one query shows all there is of a customer: who it is, what it did, said and has, and what holds', async () => {
  expect(await whole('c7')).toMatchObject({
    ...{ externalId: 'c7', locale: 'en' },
    metrics: { ordersEver: 2, spendEver: { amount: '24.00' }, lastNps: 9, openComplaints: 1 },
    segments: [{ key: 'buyers', segment: { title: 'Buyers' } }],
    tier: { key: 'silver' },
    tierProgress: [{ tierKey: 'gold' }],
    points: [{ programme: 'stars', balance: 24, entries: { nodes: [{}, {}] } }],
    satisfaction: { nps: { last: 9, band: 'PROMOTER' }, responses: 1, invitations: 1, responseRate: 1 },
    surveyAsks: {
      nodes: [
        { state: 'REFUSED', invitation: null },
        { state: 'INVITED', invitation: {} },
      ],
    },
    surveyResponses: { nodes: [{ survey: 'after-purchase', invited: true, answers: [{ score: 9 }] }] },
    contacts: { nodes: [{ purpose: 'SURVEY', channel: 'email' }] },
    contactRefusals: { nodes: [{ purpose: 'SURVEY', reason: 'LIMIT_REACHED' }] },
    activities: { totalCount: 5, pageInfo: { hasNextPage: true } },
  });
});

it('the page costs as many statements for many customers as for one', async () => {
  const count = async (document: string, variables: Record<string, unknown>): Promise<number> => {
    await system.data(document, variables);
    const recorder = recordStatements();
    await system.data(document, variables);
    return recorder.stop().length;
  };
  const statements = await count(text(Many), { first: 1 });
  expect(statements).toBe(16);
  expect(await count(text(Many), { first: PEOPLE })).toBe(statements);
  expect(await count(text(One), { who: 'c3' })).toBe(statements);
});
