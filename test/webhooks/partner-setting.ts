import { randomUUID } from 'node:crypto';
import { createLog } from '../../src/log.ts';
import { keyFor, type TestApp, testApp } from '../support/app.ts';

interface Created {
  readonly __typename: string;
  readonly secret: string | null;
  readonly endpoint: { readonly id: string; readonly version: number; readonly publicKey: string | null };
  readonly code?: string;
  readonly issues?: readonly { readonly path: readonly string[]; readonly code: string }[];
}

type Headers = Record<string, string>;

/** A system with two partners, asked over the API, with a clock that only the test moves. */
export interface PartnerSetting extends Pick<TestApp, 'app' | 'key' | 'run'> {
  readonly clock: { now: number };
  /** What another partner sends to say who it is. */
  readonly other: Headers;
  /** Makes an endpoint, for a partner unless the headers say otherwise. */
  create(input: Record<string, unknown>, headers?: Headers): Promise<Created>;
  /** Runs a document that must succeed, for the same partner unless the headers say otherwise. */
  ask<Data>(document: string, variables?: object, headers?: Headers): Promise<Data>;
  /** Delivers all that can be delivered at this instant. */
  deliver(): Promise<void>;
}

/** What a partner of these tests may see. */
export const PARTNER = { role: 'partner', segments: ['vip'], changeTypes: ['segment.entered'] } as const;

export const CREATE_ENDPOINT = `mutation($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) {
  __typename ... on CreateWebhookEndpointSuccess { secret endpoint { id version publicKey } }
  ... on UserError { code } ... on ValidationError { issues { path code } } } }`;

export async function partnerSetting(): Promise<PartnerSetting> {
  const clock = { now: Date.now() };
  const webhooks = { allow: ['127.0.0.1/32'], random: () => 0.5, timeout: 300, pace: 0, clock: () => clock.now };
  const { app, key, run } = await testApp({ webhooks });
  const headersOf = async (): Promise<Headers> => ({
    authorization: `Bearer ${await keyFor(app, { name: `partner ${randomUUID()}`, ...PARTNER })}`,
  });
  const [partner, other] = [await headersOf(), await headersOf()];
  const ask = async <Data>(document: string, variables: object = {}, headers = partner): Promise<Data> => {
    const { data, errors } = await run<Data>(document, { ...variables }, headers);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    app,
    key,
    run,
    clock,
    other,
    ask,
    deliver: () => app.webhooks.deliverer(createLog('silent')).drain(),
    create: async (input, headers) =>
      (await ask<{ createWebhookEndpoint: Created }>(CREATE_ENDPOINT, { input }, headers)).createWebhookEndpoint,
  };
}
