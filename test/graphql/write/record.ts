import type { TestApp } from '../../support/app.ts';

export interface Result {
  index: number;
  status: 'ACCEPTED' | 'DUPLICATE' | 'REJECTED';
  activityId: string | null;
  customer: { externalId: string } | null;
  issues: { path: string[]; code: string; message: string }[];
}

export const RECORD = `mutation ($activities: [ActivityInput!]!) {
  recordActivities(input: { activities: $activities }) {
    __typename
    ... on RecordActivitiesSuccess {
      results { index status activityId customer { externalId } issues { path code message } }
      customers { externalId metrics { ordersEver } }
    }
    ... on ValidationError { code issues { path code } }
  }
}`;

export interface Recorded {
  recordActivities: {
    __typename: string;
    results: Result[];
    customers: { externalId: string; metrics: { ordersEver: number | null } }[];
    issues?: { path: string[]; code: string }[];
  };
}

/** Records activities over the API. */
export const record = async (app: TestApp, activities: readonly object[]): Promise<Recorded['recordActivities']> =>
  (await app.data<Recorded>(RECORD, { activities })).recordActivities;

/** A purchase as the API takes it; 12.50 euro. */
export const purchase = (externalId: string, key: string, more: object = {}, amountMinor = 1250) => ({
  customer: { externalId },
  key,
  activity: { purchase: { amount: { amountMinor, currencyCode: 'EUR' }, ...more } },
});

/** A document of one segment. */
export const segmentOf = (key: string, ...all: object[]): string =>
  JSON.stringify({ segments: [{ key, title: key, when: { all } }] }, null, 2);

export const test = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
