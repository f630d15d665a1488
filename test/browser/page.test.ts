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

interface State {
  readonly token: string;
  /** What the respondent does there. */
  readonly act?: (page: Page) => Promise<void>;
}

const inviteTo = (id: () => string, act: NonNullable<State['act']>) => async (language: string) => ({
  token: (await invite(running.app, id(), { language })).token,
  act,
});
const send = (page: Page) => page.locator('button').click();
const look = async () => {};

/** Each state of the page, and how one comes to it. */
const states = {
  questions: inviteTo(() => flat, look),
  marked: async (language) => ({
    token: `${(await invite(running.app, flat, { language })).token}?q=recommend&score=9`,
  }),
  chosen: inviteTo(
    () => flat,
    async (page) => {
      for (const id of ['q1-9', 'q2-4', 'q4-2', 'q5-0', 'q6-0', 'q6-1']) await page.locator(`#${id}`).check();
      await page.locator('#q3-0').fill('冷了 – cold & late');
    },
  ),
  faults: inviteTo(() => flat, send),
  second: inviteTo(
    () => survey,
    async (page) => {
      await page.locator('#q1-3').check();
      await send(page);
    },
  ),
  thanks: inviteTo(
    () => flat,
    async (page) => {
      for (const id of ['q1-3', 'q5-0']) await page.locator(`#${id}`).check();
      await send(page);
    },
  ),
  used: inviteTo(
    () => flat,
    async (page) => {
      const address = page.url();
      for (const id of ['q1-3', 'q5-0']) await page.locator(`#${id}`).check();
      await send(page);
      await page.goto(address);
    },
  ),
  expired: async (language) => ({
    token: (await invite(running.app, flat, { language, expiresAt: Date.now() - 1000 })).token,
  }),
  unknown: async (language) => ({ token: `x?lang=${language}` }),
} satisfies Readonly<Record<string, (language: string) => Promise<State>>>;
const STATES = Object.keys(states) as (keyof typeof states)[];

describe.runIf(hasBrowser)('the page', () => {
  for (const state of STATES)
    for (const language of ['en', 'zh'])
      it(`has nothing that axe finds, and nothing to scroll for sideways: ${state}, ${language}`, async () => {
        const { token, act = look }: State = await states[state](language);
        const page = await chrome.open(url(token), { width: 320 });
        await act(page);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          for (const width of [1280, 320]) {
            await page.setViewportSize({ width, height: 800 });
            expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
            await page.screenshot({
              path: path.join(SHOTS, `${state}-${language}-${width}-${colorScheme}.png`),
              ...{ fullPage: true, animations: 'disabled' },
            });
          }
          expect(await faultsOf(page), colorScheme).toEqual([]);
        }
        await page.context().close();
      });
});
