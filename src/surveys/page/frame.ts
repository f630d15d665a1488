import { type Html, html, type Part } from './html.ts';
import { style } from './style.ts';
import { directionOf, nameOf, saidOn, type Tongue } from './tongue.ts';

/** What stands around the content of every page. */
export interface Frame {
  readonly tongue: Tongue;
  /** Of the window; it is read out first. */
  readonly title: string;
  /** Who asks. */
  readonly accountTitle: string | undefined;
  /** The languages among which a reader can switch. */
  readonly languages?: readonly string[];
  /** What the address says besides the language. */
  readonly query?: string;
}

/** A whole page, as it is sent. */
export function frame({ tongue, title, accountTitle, languages = [], query = '' }: Frame, content: Part): string {
  const page = html`<html lang="${tongue.language}" dir="${directionOf(tongue.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${accountTitle ? `${title} · ${accountTitle}` : title}</title>
<style>${style}</style>
</head>
<body>
<div class="page">
<header class="top">
<p class="account">${accountTitle}</p>
${languages.length > 1 && tongues(tongue, languages, query)}
</header>
${content}
</div>
</body>
</html>
`;
  return `<!doctype html>\n${page}`;
}

/** Each language is named as those call it who speak it. */
function tongues(tongue: Tongue, languages: readonly string[], query: string): Html {
  return html`<nav class="tongues" aria-labelledby="tongues"><span id="tongues" class="unseen">${saidOn(tongue, 'respond.languages')}</span>
<ul>${languages.map((one) =>
    one === tongue.language
      ? html`<li><span lang="${one}" aria-current="true">${nameOf(one)}</span></li>`
      : html`<li><a href="?lang=${one}${query && `&${query}`}" lang="${one}" hreflang="${one}" dir="${directionOf(one)}">${nameOf(one)}</a></li>`,
  )}</ul></nav>`;
}
