import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, start } from '../server/running.ts';
import { everyKind, invite } from '../surveys/respondents.ts';
import { publishSurvey } from '../surveys/setting.ts';
import { browser, hasBrowser } from './browser.ts';

const chrome = browser();
let running: Running;
let survey: string;
beforeAll(async () => {
  running = await start();
  survey = await publishSurvey(running.app.database, 'order', everyKind);
});
afterAll(() => running.close());

const url = (token: string): string => `${running.server.url}/s/${token}`;

const answersOf = async (customerId: string) =>
  running.app.database.query(
    '',
    `select payload ->> 'question' as question, payload ->> 'score' as score, payload ->> 'choice' as choice,
            payload ->> 'text' as text
       from activity where customer_id = $1 and kind = 'surveyAnswer' order by seq`,
    [customerId],
  );

describe.runIf(hasBrowser)('a respondent', () => {
  it('can answer everything with nothing but a keyboard', async () => {
    const { token, customerId } = await invite(running.app, survey);
    const page = await chrome.open(url(token));
    const { keyboard } = page;
    /** Goes on with Tab until something has the focus. */
    const reach = async (selector: string) => {
      for (let i = 0; i < 30; i++) {
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
        await keyboard.press('Tab');
      }
      throw new Error(`the keyboard does not lead to ${selector}`);
    };
    await reach('#q1-0');
    for (let i = 0; i < 4; i++) await keyboard.press('ArrowRight');
    await reach('#q2-0');
    await keyboard.press('Space');
    await reach('button');
    await keyboard.press('Enter');
    await page.waitForURL(/after=/);
    await reach('textarea');
    await keyboard.type('Too late.');
    await reach('[name="a.where"]');
    await keyboard.press('ArrowDown');
    await reach('#q4-1');
    await keyboard.press('Space');
    await reach('button');
    await keyboard.press('Enter');
    await page.waitForURL(/thanks/);
    expect(await answersOf(customerId)).toMatchObject([
      { question: 'recommend', score: '4' },
      { question: 'delivery', score: '1' },
      { question: 'why', text: 'Too late.' },
      { question: 'where', choice: 'store' },
      { question: 'liked', choice: 'people' },
    ]);
    await page.context().close();
  });

  it('is led from what is wrong to its place, and sees where the focus is', async () => {
    const { token } = await invite(running.app, survey);
    const page = await chrome.open(url(token));
    await page.locator('button').click();
    const focused = () => page.evaluate('document.activeElement.className || document.activeElement.id');
    expect(await focused()).toBe('summary');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('q1-0');
    expect(await page.evaluate(`getComputedStyle(document.querySelector(':focus + label')).outlineStyle`)).toBe(
      'solid',
    );
    await page.context().close();
  });

  it('finds every target large enough for a finger, on the smallest phone', async () => {
    const { token } = await invite(running.app, survey);
    const page = await chrome.open(url(token), { width: 320, hasTouch: true });
    const small = await page.evaluate(`[...document.querySelectorAll('label[for^=q], button, nav a, textarea')]
      .filter((one) => !one.matches('.ask'))
      .map((one) => one.getBoundingClientRect())
      .filter(({ width, height }) => width < 32 || height < 44)
      .map(({ width, height }) => width + ' x ' + height)`);
    expect(small).toEqual([]);
    // and each number stays on its line where a fault stands before it
    await page.locator('button').click();
    const heights = await page.evaluate(
      `[...new Set([...document.querySelectorAll('.numbers label')].map((one) => one.clientHeight))].length`,
    );
    expect(heights).toBe(1);
    await page.context().close();
  });

  it('needs no scripts, and is told to nobody else: no request leaves for another place', async () => {
    const { token } = await invite(running.app, survey);
    const asked: string[] = [];
    const page = await chrome.open(url(`${token}?q=recommend&score=9`), {
      javaScriptEnabled: false,
      onRequest: (address) => asked.push(address),
    });
    expect(await page.locator('#q1-9').isChecked()).toBe(true);
    await page.locator('button').click();
    await page.locator('[name="a.where"]').first().check();
    await page.locator('button').click();
    expect(page.url()).toContain('/thanks');
    expect(asked.filter((address) => !address.startsWith(running.server.url))).toEqual([]);
    await page.context().close();
  });

  it('sees what is chosen in colours of their own, and nothing moves for those who want none of it', async () => {
    const { token } = await invite(running.app, survey);
    const page = await chrome.open(url(`${token}?q=recommend&score=9`), {
      forcedColors: 'active',
      reducedMotion: 'reduce',
    });
    const style = (id: string) =>
      page.evaluate(
        `(({ backgroundColor, borderWidth, transitionDuration }) => [backgroundColor, borderWidth, transitionDuration])(getComputedStyle(document.querySelector('#${id} + label')))`,
      ) as Promise<string[]>;
    const [chosen, other] = [await style('q1-9'), await style('q1-8')];
    expect(chosen[0]).not.toBe(other[0]);
    expect(chosen[1]).not.toBe(other[1]);
    expect(chosen[2]).toBe('0s');
    await page.context().close();
  });
});
