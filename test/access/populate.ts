import { createClient } from '../../src/access/clients.ts';
import { operator } from '../../src/access/viewer.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { plantSurvey, rating } from '../analytics/plant.ts';
import type { Running } from '../server/running.ts';
import { publish } from '../support/road.ts';
import type { Samples } from './operations.ts';

/** What there is to be seen, and what may not be. */
export interface Population {
  /** Ids as an administrator gets them, by type of node. */
  readonly ids: Readonly<Record<string, string>>;
  readonly samples: Samples;
  /** Cursors that an administrator got. */
  readonly cursors: { readonly feed: string; readonly members: string; readonly customers: string };
}

const atLeast = (fact: string, value: number) => ({ all: [{ fact, operator: 'greaterThanInclusive', value }] });

/** Segments "buyer" and "secret", tiers, customers, and one of everything that can be made. Nothing runs by itself. */
export async function populate({ app, ask }: Running): Promise<Population> {
  const { database, road } = app;
  const segments = [
    { key: 'buyer', title: 'Bought something', when: atLeast('ordersEver', 1) },
    { key: 'secret', title: 'A plan of ours', when: atLeast('ordersEver', 1) },
  ];
  await publish(road, 'orders', 'segments', { segments });
  await publish(road, 'loyalty', 'loyalty-tiers', {
    tiers: [{ key: 'platinum', title: 'Platinum', rank: 1, when: atLeast('ordersEver', 1) }],
  });
  const activities = ['ada', 'bob', 'cy'].map((externalId) => ({
    customer: { externalId },
    key: '1',
    activity: { purchase: { amount: { amountMinor: 100, currencyCode: 'EUR' } } },
  }));
  await ask(
    'mutation ($activities: [ActivityInput!]!) { recordActivities(input: { activities: $activities }) { __typename } }',
    { activities },
  );
  await drainSequencer(database);
  await plantSurvey(database, 'club', {}, [rating('recommend', 'nps', 0, 10), rating('service', 'csat', 1, 5)]);
  await database.query(
    '',
    `insert into annotation (key, at, text, author) values ('move', now(), 'A secret move', 'us')`,
  );
  const other = await createClient(database, operator, { name: 'the owner of the endpoint', role: 'partner' });
  const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64');
  const { createWebhookEndpoint: made } = await ask<{ createWebhookEndpoint: { endpoint: { id: string } } }>(
    `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
       ... on CreateWebhookEndpointSuccess { endpoint { id } } } }`,
    { input: { url: 'http://127.0.0.1:9/', clientId: globalId('Client', other.id) } },
  );
  const { createUpload } = await ask<{ createUpload: { upload: { id: string } } }>(
    'mutation { createUpload(input: { name: "secret.csv" }) { ... on CreateUploadSuccess { upload { id } } } }',
  );
  const { startReplay } = await ask<{ startReplay: { replay: { job: { id: string } } } }>(
    `mutation ($from: DateTime!, $to: DateTime!) { startReplay(input: { versions: [{ key: "orders", number: 1 }], from: $from, to: $to }) {
       ... on StartReplaySuccess { replay { job { id } } } } }`,
    { from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date(Date.now() - 1000).toISOString() },
  );
  const { previewRuleSet } = await ask<{ previewRuleSet: { preview: { id: string } } }>(
    'mutation ($input: PreviewRuleSetInput!) { previewRuleSet(input: $input) { ... on PreviewRuleSetSuccess { preview { id } } } }',
    { input: { drafts: [{ key: 'orders', kind: 'segments', source: JSON.stringify({ segments }) }] } },
  );
  const seen = await ask<Seen>(`{
    customers(first: 1) { nodes { id } edges { cursor } }
    ruleSets(first: 1) { nodes { id published { id } } }
    survey(by: { key: "club" }) { id published { id } }
    segment(key: "secret") { id members(first: 1) { edges { cursor } } }
    changes(first: 1) { edges { cursor } }
  }`);
  const [job] = await database.query<{ id: string }>('', `select id from job limit 1`);
  const ids = {
    Client: globalId('Client', other.id),
    Customer: seen.customers.nodes[0]?.id ?? '',
    Job: globalId('Job', job?.id ?? ''),
    Preview: previewRuleSet.preview.id,
    RuleSet: seen.ruleSets.nodes[0]?.id ?? '',
    RuleSetVersion: seen.ruleSets.nodes[0]?.published.id ?? '',
    Segment: seen.segment.id,
    Survey: seen.survey.id,
    SurveyVersion: seen.survey.published.id,
    WebhookEndpoint: made.endpoint.id,
  };
  const [cursor] = seen.changes.edges;
  return {
    ids,
    cursors: {
      feed: cursor?.cursor ?? '',
      members: seen.segment.members.edges[0]?.cursor ?? '',
      customers: seen.customers.edges[0]?.cursor ?? '',
    },
    samples: {
      'LoyaltyTierDefinition.yearlyWorth(orders:)': '12',
      'LoyaltyTierDefinition.yearlyWorth(spendMinor:)': '100000',
      'CustomerMetrics.value(key:)': '"ordersEver"',
      'Customer.outcome(key:)': '"buyer"',
      'Customer.outcome(ruleSet:)': '"orders"',
      'Query.checkRuleSet(kind:)': '"segments"',
      'Query.checkRuleSet(source:)': '"{}"',
      'Query.customer(by:)': '{ externalId: "ada" }',
      'Query.import(id:)': JSON.stringify(createUpload.upload.id),
      'Query.job(id:)': JSON.stringify(ids.Job),
      'Query.node(id:)': JSON.stringify(ids.Customer),
      'Query.nodes(ids:)': JSON.stringify(Object.values(ids)),
      'Query.publicationBlockers(versions:)': '[{ key: "orders", number: 1 }]',
      'Query.preview(id:)': JSON.stringify(ids.Preview),
      'Query.replay(id:)': JSON.stringify(startReplay.replay.job.id),
      'Query.ruleSet(key:)': '"orders"',
      'RuleSetVersion.changesFrom(number:)': '1',
      'Query.ruleSetInWords(kind:)': '"segments"',
      'Query.ruleSetInWords(source:)': '"{}"',
      'Query.boundaryExamples(kind:)': '"segments"',
      'Query.boundaryExamples(source:)': '"{}"',
      'Query.checkSurvey(kind:)': 'NPS',
      'Query.checkSurvey(source:)': '"{}"',
      'Query.previewSurvey(input:)': '{ kind: NPS, source: "{}" }',
      'Query.survey(by:)': '{ key: "club" }',
      'Query.segment(key:)': '"secret"',
      'Query.surveyToAnswer(token:)': '"x"',
      'Query.surveyToAnswer(language:)': '"zh"',
      'Query.surveyWaves(survey:)': '"nps"',
      'Query.upcomingChanges(of:)': '{ customer: { externalId: "ada" } }',
      'Query.upcomingChanges(until:)': JSON.stringify(new Date(Date.now() + 86_400_000).toISOString()),
      'Query.satisfaction(of:)': '{ survey: "club" }',
      'Query.feedbackAnnouncement(key:)': '"calls"',
      'Query.feedbackFigures(from:)': '"2026-01-01T00:00:00Z"',
      'Query.feedbackFigures(until:)': '"2027-01-01T00:00:00Z"',
      'Query.retention(span:)': 'YEAR',
      'Query.retention(from:)': '"2026-01-01"',
      'Query.retention(until:)': '"2027-01-01"',
      'Satisfaction.groups(by:)': '{ kind: "segments" }',
      'Satisfaction.series(every:)': 'YEAR',
      'Satisfaction.beforeAfter(annotation:)': '"move"',
      'Satisfaction.beforeAfter(days:)': '7',
      'Satisfaction.drivers(questions:)': '["service"]',
      'SatisfactionFigure.answersNeeded(margin:)': '5',
      'Replay.days(key:)': '"buyer"',
      'Replay.days(ruleSet:)': '"orders"',
      'Query.webhookEndpoint(id:)': JSON.stringify(ids.WebhookEndpoint),
    },
  };
}

interface Seen {
  customers: { nodes: { id: string }[]; edges: { cursor: string }[] };
  ruleSets: { nodes: { id: string; published: { id: string } }[] };
  survey: { id: string; published: { id: string } };
  segment: { id: string; members: { edges: { cursor: string }[] } };
  changes: { edges: { cursor: string }[] };
}
