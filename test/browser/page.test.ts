import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SurveyDocument } from '../../src/surveys/document.ts';
import { type Running, start } from '../server/running.ts';
import { everyKind, invite } from '../surveys/respondents.ts';
import { publishSurvey } from '../surveys/setting.ts';
import { browser, faultsOf, hasBrowser } from './browser.ts';

/** Where what was seen lies afterwards, for people to look at. */
const SHOTS = path.join(tmpdir(), 'retinue-survey-page');
const chrome = browser();
let running: Running;
let survey: string;
let flat: string;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  running = await start({ accountTitle: 'Northwind Coffee' });
  survey = await publishSurvey(running.app.database, 'order', everyKind);
  // all on one page
  const questions = everyKind.questions.map(({ when: _when, ...question }) => question);
  const document: SurveyDocument = { ...everyKind, questions };
  flat = await publishSurvey(running.app.database, 'flat', document);
});
afterAll(() => running.close());

const url = (token: string): string => `${running.server.url}/s/${token}`;

/** Each state of the page, and how one comes to it. */
const states: Readonly<
  Record<string, (language: string) => Promise<{ token: string; act?: (page: Page) => Promise<void> }>>
> = {
  questions: (language) => invite(running.app, flat, { language }),
  marked: async (language) => {
    const { token } = await invite(running.app, flat, { language });
    return { token: `${token}?q=recommend&score=9` };
  },
  chosen: async (language) => ({
    ...(await invite(running.app, flat, { language })),
    act: async (page) => {
      for (const id of ['q1-9', 'q2-4', 'q4-2', 'q5-0', 'q6-0', 'q6-1']) await page.locator(`#${id}`).check();
      await page.locator('#q3-0').fill('冷了 – cold & late');
    },
  }),
  faults: async (language) => ({
    ...(await invite(running.app, flat, { language })),
    act: (page) => page.locator('button').click(),
  }),
  second: async (language) => ({
    ...(await invite(running.app, survey, { language })),
    act: async (page) => {
      await page.locator('#q1-3').check();
      await page.locator('button').click();
    },
  }),
  thanks: async (language) => ({
    ...(await invite(running.app, flat, { language })),
    act: async (page) => {
      await page.locator('#q1-3').check();
      await page.locator('#q5-0').check();
      await page.locator('button').click();
    },
  }),
  expired: (language) => invite(running.app, flat, { language, expiresAt: Date.now() - 1000 }),
  unknown: async (language) => ({ token: `x?lang=${language}` }),
};

describe.runIf(hasBrowser)('the page', () => {
  for (const [state, reach] of Object.entries(states))
    for (const language of ['en', 'zh'])
      for (const width of [320, 1280])
        for (const colorScheme of ['light', 'dark'] as const)
          it(`has nothing that axe finds, and nothing to scroll for sideways: ${state}, ${language}, ${width}, ${colorScheme}`, async () => {
            const { token, act } = await reach(language);
            const page = await chrome.open(url(token), { width, colorScheme, javaScriptEnabled: true });
            await act?.(page);
            expect(await page.locator('html').getAttribute('lang')).toBe(language);
            expect(await faultsOf(page)).toEqual([]);
            expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
            await page.screenshot({
              path: path.join(SHOTS, `${state}-${language}-${width}-${colorScheme}.png`),
              fullPage: true,
            });
            await page.context().close();
          });
});
