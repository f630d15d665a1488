import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/language/language.ts';
import type { SurveyDocument, Text } from '../../src/surveys/document.ts';
import { formPage } from '../../src/surveys/page/form.ts';
import { html } from '../../src/surveys/page/html.ts';
import { MESSAGES, type Message, messagePage } from '../../src/surveys/page/message.ts';
import { contentSecurityPolicy } from '../../src/surveys/page/style.ts';
import { tongueOf } from '../../src/surveys/page/tongue.ts';
import { everyKind } from './respondents.ts';

const form = (
  document: SurveyDocument,
  language: string,
  given: Record<string, string[]> = {},
  accountTitle = 'Shop',
) =>
  formPage({
    ...{ tongue: tongueOf(language), accountTitle, document, token: 'x', questions: document.questions },
    ...{ more: false, begun: false, given: new Map(Object.entries(given)), faults: [], after: undefined, query: '' },
  });

/** The document with every text replaced. */
const withTexts = (document: SurveyDocument, text: string): SurveyDocument =>
  JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    LANGUAGES.includes(key as 'en') ? text : value,
  ) as SurveyDocument;

const elements = (page: string): string[] => [...page.matchAll(/<\/?[a-z][a-z0-9]*/gi)].map(([tag]) => tag);

it('whatever anybody writes is shown as text: it opens no element, ends no attribute and begins no other', () => {
  const special = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '`',
      '=',
      ' ',
      '/',
      '<script>',
      '</textarea>',
      '-->',
      'onclick=',
      '${',
      'a',
      '\n',
    ),
    { minLength: 1, maxLength: 12 },
  );
  const plain = form(withTexts(everyKind, 'text'), 'en', { why: ['text'], recommend: ['text'] }, 'text');
  const property = fc.property(special, (parts) => {
    const text = `a${parts.join('')}a`;
    const page = form(withTexts(everyKind, text), 'en', { why: [text], recommend: [text] }, text);
    expect(elements(page)).toEqual(elements(plain));
    const written = page
      .split('\n')
      .join('')
      .replaceAll(/<[^>]*>/g, (tag) => tag.replaceAll(/"[^"]*"/g, '""'));
    expect(written).not.toMatch(/<[^>]*onclick/);
  });
  fc.assert(property);
});

it('what is put into a template is escaped, unless it is one itself', () => {
  expect(String(html`<b title="${'"<&>\'`'}">${['<i>', 1, null, false, undefined]}${html`<i>${'&'}</i>`}</b>`)).toBe(
    '<b title="&quot;&lt;&amp;&gt;&#39;&#96;">&lt;i&gt;1<i>&amp;</i></b>',
  );
});

it('what is written in a text field comes back as it was, line breaks at its beginning included', () => {
  expect(form(everyKind, 'en', { why: ['\nfirst\nsecond'] })).toContain('>\n\nfirst\nsecond</textarea>');
});

describe('languages', () => {
  it('a page says in which language it is, and so does each link to another one', () => {
    const page = form(everyKind, 'zh');
    expect(page).toContain('<html lang="zh" dir="ltr">');
    expect(page).toContain('<a href="?lang=en" lang="en" hreflang="en" dir="ltr">English</a>');
    expect(page).toContain('<span lang="zh" aria-current="true">中文</span>');
  });

  it('a language that we do not speak is the language of the page, and what we say in it is marked as English', () => {
    const inArabic = (text: Text): Text => ({ ...text, ar: 'كم' });
    const document: SurveyDocument = {
      ...everyKind,
      languages: ['en', 'ar'],
      title: inArabic(everyKind.title),
      questions: everyKind.questions.map((question) => ({ ...question, text: inArabic(question.text) })),
    };
    const page = form(document, 'ar');
    expect(page).toContain('<html lang="ar" dir="rtl">');
    expect(page).toContain('<button type="submit"><span lang="en" dir="ltr">Send</span></button>');
    // faces have no words of ours there
    expect(page).not.toContain('Dissatisfied');
  });
});

it('a face has words beside it: those of the survey at the ends, ours between them where they fit, else the score', () => {
  const words = (measure: 'csat' | 'ces1' | 'custom', higherIsBetter: boolean, low?: string) => {
    const scale = { min: 1, max: 5, higherIsBetter, shownAs: 'emoji', ...(low && { low: { en: low } }) } as const;
    const question = { key: 'q', kind: 'rating', text: { en: 'How?' }, required: true, measure, scale } as const;
    const page = form({ ...everyKind, languages: ['en'], questions: [question] }, 'en');
    return [...page.matchAll(/<\/svg><span>(.*?)<\/span>/g)].map(([, text]) => text).join(', ');
  };
  expect(words('csat', true, 'Awful')).toBe('Awful, Dissatisfied, Neutral, Satisfied, Very satisfied');
  expect(words('custom', true)).toBe('Very bad, Bad, OK, Good, Very good');
  expect(words('custom', false)).toBe('Very good, Good, OK, Bad, Very bad');
  expect(words('ces1', false, 'No effort')).toBe('No effort, 2, 3, 4, 5');
});

it('the page runs and loads nothing, and names no other site', () => {
  const page = form(everyKind, 'en');
  expect(page).not.toMatch(/<script|<img|<link|<iframe|<object|style=|https?:|url\(|@import/);
  expect(contentSecurityPolicy).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
});

it('says in both languages why there are no questions', async () => {
  const told = (message: Message, language: string): string => {
    const page = messagePage({ tongue: tongueOf(language), accountTitle: undefined, message, languages: LANGUAGES });
    const [, heading, text] = /<h1>(.*)<\/h1>\n<p class="lead">(.*)<\/p>/.exec(page) ?? [];
    return `  ${heading} | ${text}`;
  };
  const table = (Object.keys(MESSAGES) as Message[]).map((message) =>
    [`${message} ${MESSAGES[message].status}`, ...LANGUAGES.map((language) => told(message, language))].join('\n'),
  );
  await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('messages.txt');
});
