import { type Html, html } from './html.ts';

/** From the saddest to the happiest. */
const MOUTHS = [
  'M13 28c2-5 12-5 14 0',
  'M14 27c2.5-2.5 9.5-2.5 12 0',
  'M14 26h12',
  'M13.5 24.5c2.5 3.5 10.5 3.5 13 0',
  'M12 23.5c1 8 15 8 16 0z',
];

/** A face; `mood` is from 0, very unhappy, to 4. Drawn, because it then looks the same everywhere; words stand beside it. */
export const face = (mood: number): Html =>
  html`<svg class="face" viewBox="0 0 40 40" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"><circle cx="20" cy="20" r="17"/><path d="M14 15v2M26 15v2"/><path d="${MOUTHS[mood]}"/></svg>`;

export const star: Html = html`<svg class="star" viewBox="0 0 24 24" aria-hidden="true" focusable="false" stroke-width="1.6" stroke-linejoin="round"><path d="m12 2.8 2.84 5.76 6.36.92-4.6 4.48 1.09 6.33L12 17.3l-5.69 2.99 1.09-6.33-4.6-4.48 6.36-.92z"/></svg>`;

const SIGNS = {
  done: 'M20 34l9 9 17-19',
  stopped: 'M32 19v16M32 43v1',
} as const;

/** The sign of a message: that all is well, or that something is not. */
export const sign = (which: keyof typeof SIGNS): Html =>
  html`<svg class="sign" viewBox="0 0 64 64" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><circle cx="32" cy="32" r="28"/><path d="${SIGNS[which]}"/></svg>`;
