import { expect, it } from 'vitest';
import { type Language, preferredLanguage } from '../../src/language/language.ts';
import { definePhrases, type Quantity, titled, within } from '../../src/language/phrase.ts';
import { phrase, say } from '../../src/language/say.ts';

const names = (...list: string[]) => ({ count: list.length, names: { list, by: 'and' as const } });
const both = (said: Parameters<typeof say>[0]): string[] => [say(said, 'en'), say(said, 'zh')];

it('A number decides the form, and lists are enumerated as each language does', () => {
  expect(both(phrase('schema.missing', names('a')))).toEqual(['a is missing here.', '此处缺少 a。']);
  expect(both(phrase('schema.missing', names('a', 'b', 'c')))).toEqual([
    'a, b and c are missing here.',
    '此处缺少 a、b和c。',
  ]);
});

it('What values hold is never taken for a place, a key or a form', () => {
  const hostile = '{{count}} $t(schema.notAllowed) $& {{names}}';
  expect(say(phrase('schema.missing', names(hostile)), 'en')).toBe(`${hostile} is missing here.`);
  expect(both(titled('{{count}} <b>%s</b>'))).toEqual(['{{count}} <b>%s</b>', '{{count}} <b>%s</b>']);
  expect(say(phrase('document.notFinite', { constructor: 'x' }), 'zh')).toBe(
    '此数字过大，无法计算。请写一个较小的数字。',
  );
});

it.each<[Quantity, string, string]>([
  [{ quantity: 1_234_567.5, as: 'number' }, '1,234,567.5', '1,234,567.5'],
  [{ quantity: -0.5, as: 'share' }, '-50%', '-50%'],
  [{ quantity: 1, as: 'days' }, '1 day', '1天'],
  [{ quantity: 0.5, as: 'days' }, '0.5 days', '0.5天'],
  [{ quantity: 30, as: 'days' }, '30 days', '30天'],
  [{ quantity: 5_400_000, as: 'duration' }, '1 hour, 30 minutes', '1小时30分钟'],
  [{ quantity: 1_500, as: 'duration' }, '1.5 seconds', '1.5秒钟'],
  [{ quantity: 0, as: 'duration' }, '0 seconds', '0秒钟'],
  [{ quantity: 100_000, as: 'money', currency: 'GBP', digits: 2 }, '£1,000', '£1,000'],
  [{ quantity: 99_950, as: 'money', currency: 'GBP', digits: 2 }, '£999.50', '£999.50'],
  [{ quantity: 1_000, as: 'money', currency: 'JPY', digits: 0 }, 'JP¥1,000', 'JP¥1,000'],
  [{ quantity: 1_234, as: 'money', currency: 'KWD', digits: 3 }, 'KWD 1.234', 'KWD 1.234'],
  [{ quantity: 0, as: 'instant', timeZone: 'Asia/Shanghai' }, '1 January 1970 at 08:00', '1970年1月1日 08:00'],
])('The quantity %j is written as people write it', (quantity, en, zh) => {
  const said = { key: 'test', texts: { en: '{{q}}', zh: '{{q}}' }, values: { q: quantity } };
  expect(both(said).map((text) => text.replaceAll('\u00a0', ' '))).toEqual([en, zh]);
});

it('A title inside a sentence begins in lower case, unless it is an abbreviation', () => {
  expect(both(within(titled('Spend ever', { zh: '累计消费' })))).toEqual(['spend ever', '累计消费']);
  expect(say(within(titled('NPS score')), 'en')).toBe('NPS score');
});

it('A plugin brings phrases of its own, with the same values in every language', () => {
  const own = definePhrases('tiers', {
    taken: { en: { one: 'One {{name}}', other: '{{count}} {{name}}' }, zh: '{{count}}个{{name}}' },
  });
  expect(both(own.taken({ count: 1, name: 'tier' }))).toEqual(['One tier', '1个tier']);
  expect(both(JSON.parse(JSON.stringify(own.taken({ count: 2, name: 'tiers' }))))).toEqual(['2 tiers', '2个tiers']);
  expect(() => definePhrases('tiers', { odd: { en: 'Rank {{rank}}', zh: '等级' } })).toThrow('the phrase odd of tiers');
});

it.each<[string | null, Language]>([
  [null, 'en'],
  ['', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['de, fr;q=0.9', 'en'],
  ['en-GB;q=0.5, ZH-Hans;q=0.7', 'zh'],
  ['zh;q=0', 'en'],
  ['zh;q=x', 'en'],
  ['zhuang', 'en'],
  ['*', 'en'],
])('The header %j asks for %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
