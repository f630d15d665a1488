import { expect, it, vi } from 'vitest';
import { previewFiles } from '../../src/cli/preview-rules.ts';
import { hashOf } from '../../src/cli/rule-files.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { testApp } from '../support/app.ts';
import { atLeast, buyers, NOW } from './population.ts';

const { app, data } = await testApp({ clock: () => NOW });
await buyers(app.road, 6);
const offer = (key: string, orders: number, others: object = {}) => ({
  ...{ key, title: key, when: { all: [atLeast('ordersEver', orders)] }, openDays: 3, group: 'one' },
  ...others,
});
const source = JSON.stringify({ offers: [offer('a', 3, { caps: { inAll: { most: 1 } } }), offer('b', 5)] });

it('what would follow from a publication is shown beside what its rules say, and counts as messages', async () => {
  await data(
    'mutation { createWebhookEndpoint(input: { url: "https://example.com/hook", types: [OFFER_MADE] }) { __typename } }',
  );
  const started = await data<{ previewRuleSet: { preview: { id: string; forecasts: unknown } } }>(
    `mutation ($input: PreviewRuleSetInput!) { previewRuleSet(input: $input) {
       ... on PreviewRuleSetSuccess { preview { id forecasts { key } } } } }`,
    { input: { drafts: [{ key: 'spring', kind: 'personalised-offers', source }] } },
  );
  const { id, forecasts } = started.previewRuleSet.preview;
  expect(forecasts).toBeNull();
  while (await runNextJob(app.database, app.jobs));
  const { preview } = await data<{ preview: { forecasts: object[] } & Record<string, unknown> }>(
    `query ($id: ID!) { preview(id: $id) { webhooks { messages }
       forecasts { ruleSetKey type key customers withheld { reason customers } } } }`,
    { id },
  );
  const offers = { ruleSetKey: 'spring', type: 'OFFER_MADE' };
  // of c3 to c6 one is made a; of c5 and c6 whoever is not is made b
  const [a, b] = preview.forecasts as { key: string; customers: number; withheld: { reason: string }[] }[];
  expect(a).toEqual({ ...offers, key: 'a', customers: 1, withheld: [{ reason: 'capReached', customers: 3 }] });
  expect(b).toMatchObject({ ...offers, key: 'b' });
  expect(preview.webhooks).toEqual([{ messages: 1 + (b?.customers ?? 0) }]);
});

it('the command line prints what would follow, and why not more', async () => {
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
  const file = { kind: 'personalised-offers', key: 'spring', title: 'Spring', source, contentHash: hashOf(source) };
  await previewFiles(app, [{ ...file, path: 'spring.json' }], undefined).finally(() => log.mockRestore());
  expect(printed).toContain('offer.made a: 1 customer; not capReached 3');
});
