import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const PLACES = [
  ...(process.env.CHROMIUM ? [process.env.CHROMIUM] : []),
  ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = PLACES.find((place) => existsSync(place));

/** Whether there is a browser here: one that CHROMIUM names, or one in a usual place. */
export const hasBrowser = executablePath !== undefined;
if (!hasBrowser) console.log('skipped: there is no Chromium on this machine; name one with CHROMIUM');

const ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** How somebody looks at a page. */
export interface Look extends BrowserContextOptions {
  readonly width?: number;
  /** What the browser asks for, besides what the page is about. */
  readonly onRequest?: (url: string) => void;
}

/** A browser for the tests of a file; `open` gives a page of somebody who was never there before. */
export function browser(): { open(url: string, look?: Look): Promise<Page> } {
  let running: Browser | undefined;
  beforeAll(async () => {
    if (executablePath) running = await chromium.launch({ executablePath, args: ARGUMENTS });
  });
  afterAll(() => running?.close());
  return {
    async open(url, { width = 1280, onRequest, ...options } = {}) {
      if (!running) throw new Error('no browser is running');
      const context = await running.newContext({ viewport: { width, height: 800 }, ...options });
      const page = await context.newPage();
      if (onRequest) page.on('request', (request) => onRequest(request.url()));
      await page.goto(url);
      return page;
    },
  };
}

/** What axe finds against WCAG 2.2 AA and good practice on a page, each with the elements at fault. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations', 'incomplete'] }).then(({ violations, incomplete }) =>
    [...violations, ...incomplete].map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`);
}
