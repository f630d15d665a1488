import { expect, it } from 'vitest';
import type { SurveyDocument } from '../../src/surveys/document.ts';
import { follow, start } from '../server/running.ts';
import { everyKind } from '../surveys/respondents.ts';
import { OPEN, publishSurvey, usePolicy } from '../surveys/setting.ts';
import { browser, hasBrowser } from './browser.ts';

const chrome = browser();

interface Change {
  readonly type: string;
  readonly customer: { readonly externalId: string };
  readonly segmentKey?: string;
  readonly owner?: string;
  readonly surveyInvitation?: { readonly link: string } | null;
}

const CHANGES = `subscription ($after: String) { changes(after: $after) { type customer { externalId }
  ... on SurveyInvited { surveyInvitation { link } } ... on SegmentEntered { segmentKey } ... on CaseOpened { owner } } }`;

const AT_RISK = {
  segments: [
    {
      key: 'at-risk',
      title: 'Would not recommend us',
      when: { all: [{ fact: 'lastNps', operator: 'lessThanInclusive', value: 6 }] },
    },
  ],
};

/** Somebody looks after whoever would not recommend us. */
const LOOK_AFTER = {
  rules: [
    {
      ...{ key: 'detractor', title: 'Detractor', follow: { openCase: { priority: 'high', owner: 'support' } } },
      upon: {
        activity: 'surveyAnswer',
        fields: [
          { field: 'measure', is: ['nps'] },
          { field: 'score', to: 6 },
        ],
      },
    },
  ],
};

it.runIf(hasBrowser)(
  'who bought is asked, answers 3 of 10 on the page, and somebody is told at once to look after them',
  async () => {
    const running = await start({ publicUrl: 'http://placeholder.example' });
    const over = new AbortController();
    try {
      const { app, ask, server } = running;
      await usePolicy(app.database, OPEN);
      const triggers: NonNullable<SurveyDocument['ask']>['triggers'] = [{ on: 'activity', kinds: ['purchase'] }];
      await publishSurvey(app.database, 'after-purchase', { ...everyKind, ask: { triggers } });
      await ask(
        `mutation ($source: String!) { saveRuleSet(input: { key: "care", kind: "segments", title: "Care", source: $source }) { __typename } }`,
        { source: JSON.stringify(AT_RISK) },
      );
      await ask('mutation { publishRuleSet(input: { key: "care", number: 1 }) { __typename } }');
      await ask(
        `mutation ($source: String!) { saveRuleSet(input: { key: "voices", kind: "feedback-loop", title: "Voices", source: $source }) { __typename } }`,
        { source: JSON.stringify(LOOK_AFTER) },
      );
      await ask('mutation { publishRuleSet(input: { key: "voices", number: 1 }) { __typename } }');

      const { changes: before } = await ask<{ changes: { pageInfo: { endCursor: string } } }>(
        '{ changes(first: 1) { pageInfo { endCursor } } }',
      );
      const changes = follow<{ data: { changes: Change } }>(
        running,
        CHANGES,
        { after: before.pageInfo.endCursor },
        over.signal,
      );
      /** The next change of that type. */
      const next = async (type: string): Promise<Change> => {
        for (;;) {
          const { value, done } = await changes.next();
          if (done) throw new Error('the feed ended');
          if (value.data.changes.type === type) return value.data.changes;
        }
      };
      await ask(`mutation { recordActivities(input: { activities: [{ customer: { externalId: "ada" }, key: "o1",
      activity: { purchase: { amount: { amountMinor: 1200, currencyCode: "EUR" } } } }] }) { __typename } }`);
      const invited = await next('SURVEY_INVITED');
      expect(invited.customer.externalId).toBe('ada');
      const link = invited.surveyInvitation?.link ?? '';
      expect(link).toMatch(/^http:\/\/placeholder\.example\/s\/[\w-]{72}$/);

      const page = await chrome.open(link.replace('http://placeholder.example', server.url), { width: 320 });
      await page.locator('#q1-3').check();
      await page.locator('button').click();
      await page.locator('textarea').fill('It came late.');
      await page.locator('[name="a.where"]').first().check();
      await page.locator('button').click();
      expect(await page.locator('h1').textContent()).toBe('Thank you');

      expect(await next('SEGMENT_ENTERED')).toMatchObject({ customer: { externalId: 'ada' }, segmentKey: 'at-risk' });
      expect(await next('CASE_OPENED')).toMatchObject({ customer: { externalId: 'ada' }, owner: 'support' });
      const { customer } = await ask<{ customer: object }>(
        `{ customer(by: { externalId: "ada" }) { satisfaction { nps { last band } } segments { segment { key } } } }`,
      );
      expect(customer).toMatchObject({
        satisfaction: { nps: { last: 3, band: 'DETRACTOR' } },
        segments: [{ segment: { key: 'at-risk' } }],
      });
    } finally {
      over.abort();
      await running.close();
    }
  },
);
