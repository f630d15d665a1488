import { hash } from 'node:crypto';
import { html } from './html.ts';

/** The whole look of the page. It names no other file, and no font but those that are there. */
export const style = html`
:root {
  color-scheme: light dark;
  --ground: #f4f3ef; --sheet: #ffffff; --ink: #1c2329; --soft: #565f6b; --line: #7d8693; --hair: #dfe1e2;
  --accent: #0b6661; --on-accent: #ffffff; --tint: #e3f1ef; --alarm: #a8231a; --alarm-tint: #fdf0ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121518; --sheet: #1b2024; --ink: #eceff1; --soft: #aab3bd; --line: #76808c; --hair: #333b43;
    --accent: #7fd1c7; --on-accent: #08201e; --tint: #17332f; --alarm: #ffb0a6; --alarm-tint: #38201d;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { background: var(--ground); color: var(--ink); font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto,
  "Noto Sans", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; overflow-wrap: anywhere; }
.page { max-width: 43rem; min-height: 100vh; margin: 0 auto; padding: clamp(0.75rem, 4vw, 2.5rem) 0.75rem; }
.top { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; justify-content: space-between; align-items: center;
  min-height: 2.75rem; padding: 0 0.25rem 0.75rem; }
.account { margin: 0; font-weight: 600; letter-spacing: 0.01em; }
.tongues { margin-inline: -0.75rem; }
.tongues ul { display: flex; flex-wrap: wrap; gap: 0.25rem; margin: 0; padding: 0; list-style: none; }
.tongues li > * { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 0.75rem; border-radius: 0.5rem;
  font-size: 0.9375rem; color: var(--soft); }
.tongues a { text-decoration: underline; text-underline-offset: 0.2em; }
.tongues [aria-current] { color: var(--ink); font-weight: 600; }
main { background: var(--sheet); border: 1px solid var(--hair); border-radius: 1.125rem;
  padding: clamp(1.25rem, 5vw, 2.75rem) clamp(1rem, 5vw, 2.75rem); box-shadow: 0 1px 2px rgb(0 0 0 / 5%), 0 8px 30px rgb(0 0 0 / 5%); }
h1 { margin: 0; font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2rem); line-height: 1.25; font-weight: 650; text-wrap: balance; }
h1:lang(zh), h1:lang(ja), .summary h2 { text-wrap: pretty; }
.lead { margin: 0.75rem 0 0; color: var(--soft); white-space: pre-line; }
.question { min-width: 0; margin: clamp(2rem, 6vw, 2.75rem) 0 0; padding: 0; border: 0; }
legend.ask { float: inline-start; width: 100%; }
legend.ask + * { clear: both; }
.ask { display: block; padding: 0; margin: 0 0 0.875rem; font-size: 1.1875rem; line-height: 1.4; font-weight: 600; }
.mark { font-size: 0.875rem; font-weight: 400; color: var(--soft); white-space: nowrap; }
.hint, .note { margin: 0 0 0.75rem; font-size: 0.9375rem; color: var(--soft); }
.note { padding: 0.625rem 0.875rem; border-inline-start: 4px solid var(--accent); background: var(--tint); color: var(--ink);
  border-radius: 0.375rem; }
.fault { margin: 0 0 0.75rem; color: var(--alarm); font-weight: 600; }
.fault::before { content: "! "; font-weight: 800; }
.faulty { margin-inline-start: -0.875rem; padding-inline-start: calc(0.875rem - 4px); border-inline-start: 4px solid var(--alarm); }
.summary { margin: 1.5rem 0 0; padding: 1rem 1.125rem; border: 2px solid var(--alarm); border-radius: 0.625rem; background: var(--alarm-tint); }
.summary h2 { margin: 0; font-size: 1.125rem; }
.summary ul { margin: 0.375rem 0 0; padding-inline-start: 1.25rem; }
.summary li { padding: 0.25rem 0; }
.summary a { color: var(--alarm); }
.choices { display: grid; gap: 0.5rem; }
.scale { gap: 0.375rem; grid-template-columns: repeat(auto-fill, minmax(2.75rem, 1fr)); }
.choice { position: relative; display: flex; }
.choice input { position: absolute; opacity: 0; inset: 0; width: 100%; height: 100%; margin: 0; cursor: pointer; }
.choice label { flex: 1; display: flex; align-items: center; gap: 0.75rem; min-height: 3rem; padding: 0.5rem 0.875rem;
  border: 1px solid var(--line); border-radius: 0.75rem; background: var(--sheet); transition: background-color 120ms, box-shadow 120ms; }
.choice:hover label { background: var(--tint); }
.choice input:checked + label { border-color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 2px var(--accent); font-weight: 650; }
.choice input:focus-visible + label { outline: 3px solid var(--ink); outline-offset: 3px; }
.dot { flex: none; width: 1.375rem; height: 1.375rem; border: 2px solid var(--line); border-radius: 50%; display: grid; place-items: center; }
.dot.box { border-radius: 0.3125rem; }
.choice input:checked + label .dot { border-color: var(--accent); background: var(--accent); }
.choice input:checked + label .dot::after { content: ""; width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--on-accent); }
.choice input:checked + label .dot.box::after { width: 0.4rem; height: 0.7rem; margin-top: -0.15rem; border-radius: 0; background: none;
  border: solid var(--on-accent); border-width: 0 2.5px 2.5px 0; transform: rotate(45deg); }
.scale label { justify-content: center; padding: 0.25rem; text-align: center; font-variant-numeric: tabular-nums; font-size: 1.125rem; }
.numbers label { overflow-wrap: normal; }
.numbers .choice input:checked + label { background: var(--accent); color: var(--on-accent); }
.n11 { grid-template-columns: repeat(6, 1fr); }
.n10 { grid-template-columns: repeat(5, 1fr); }
.n9, .n8 { grid-template-columns: repeat(4, 1fr); }
.n7 { grid-template-columns: repeat(7, 1fr); }
.n6 { grid-template-columns: repeat(6, 1fr); }
.n5 { grid-template-columns: repeat(5, 1fr); }
.n4 { grid-template-columns: repeat(4, 1fr); }
.n3 { grid-template-columns: repeat(3, 1fr); }
.n2 { grid-template-columns: repeat(2, 1fr); }
.ends { display: flex; justify-content: space-between; gap: 1rem; margin: 0.625rem 0 0; font-size: 0.9375rem; color: var(--soft); }
.ends span:last-child:not(:first-child) { text-align: end; }
.scale.faces { grid-template-columns: 1fr; }
.faces label { justify-content: flex-start; padding: 0.375rem 0.875rem; font-size: 1rem; text-align: start; }
.face { flex: none; width: 2.25rem; height: 2.25rem; }
.stars label { flex-direction: column; gap: 0; line-height: 1.2; font-size: 0.9375rem; }
.star { width: 1.75rem; height: 1.75rem; fill: none; stroke: var(--line); }
.stars .choice:has(~ .choice input:checked) .star, .stars input:checked + label .star { fill: var(--accent); stroke: var(--accent); }
.below { margin: 0.5rem 0 0; }
.none { width: fit-content; margin-top: 0.5rem; }
.none label { min-height: 2.75rem; padding-inline: 1.25rem; border-style: dashed; color: var(--soft); font-size: 0.9375rem; justify-content: center; }
textarea { display: block; width: 100%; min-height: 7.5rem; padding: 0.75rem 0.875rem; border: 1px solid var(--line); border-radius: 0.75rem;
  background: var(--sheet); color: inherit; font: inherit; resize: vertical; }
textarea:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
button { display: block; min-height: 3.25rem; width: 100%; margin: clamp(2rem, 6vw, 2.75rem) 0 0; padding: 0.75rem 2.5rem; border: 2px solid transparent; border-radius: 0.75rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-size: 1.125rem; font-weight: 650; cursor: pointer; }
button:hover { text-decoration: underline; text-underline-offset: 0.2em; }
button:focus-visible, a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; border-radius: 0.5rem; }
.fine { margin: 1.25rem 0 0; font-size: 0.875rem; color: var(--soft); }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.message { text-align: center; padding-block: clamp(2.5rem, 10vw, 5rem); }
.sign { width: 4rem; height: 4rem; margin: 0 auto 1.25rem; display: block; color: var(--accent); }
.message .lead { max-width: 30rem; margin-inline: auto; }
@media (min-width: 38rem) {
  .scale.n11 { grid-template-columns: repeat(11, 1fr); }
  .scale.n10 { grid-template-columns: repeat(10, 1fr); }
  .scale.n9 { grid-template-columns: repeat(9, 1fr); }
  .scale.n8 { grid-template-columns: repeat(8, 1fr); }
  .scale.faces { grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr)); }
  .faces label { flex-direction: column; gap: 0.375rem; padding: 0.75rem 0.25rem; font-size: 0.9375rem; line-height: 1.3; text-align: center; }
  .face { width: 2.75rem; height: 2.75rem; }
  button { width: auto; min-width: 12rem; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) {
  .choice input:checked + label { border: 3px solid Highlight; forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .choice input:focus-visible + label { outline-color: CanvasText; }
  .choice input:checked + label .dot { border-color: HighlightText; }
  .choice input:checked + label .dot::after { background: HighlightText; }
  button { border-color: ButtonText; }
}
`;

/** Allows exactly this style, and nothing else to be loaded, run, framed or sent elsewhere. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', String(style), 'base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
