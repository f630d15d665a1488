import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommentClassifier } from '../../src/contract/index.ts';
import { classifyComment, commentWords } from '../../src/surveys/comments/classify.ts';
import { COMMENTS } from './comments.ts';

const classify = (text: string, language?: string) => classifyComment([commentWords], text, language);

describe('a comment is put in the class that a person would put it in', () => {
  it.each(COMMENTS)('%s', (text, label) => {
    expect(classify(text)).toMatchObject({ label });
  });
});

it('says which words decided, with what negates them', () => {
  expect(classify('The food was not very good')?.why).toEqual(['not very good']);
  expect(classify('Great product but the delivery was awful')?.why).toEqual(['awful']);
  expect(classify('It would be nice if you had more sizes.')?.why).toEqual(['it would be nice if']);
  expect(classify('质量不太好，客服没人理')?.why).toEqual(['不太好', '没人']);
  expect(classify('建议增加支付方式')?.why).toEqual(['建议']);
});

it('whatever is written has one class, the words that decided stand in it, and more praise makes it no worse', () => {
  const word = fc.constantFrom(
    'not',
    'good',
    'bad',
    'but',
    ',',
    'no',
    'problem',
    'shop',
    '不',
    '好',
    '差',
    '但是',
    '，',
    '建议',
  );
  const comment = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
  );
  const order = ['negative', 'neutral', 'positive'];
  fc.assert(
    fc.property(comment, (text) => {
      const found = classify(text);
      if (!found) return;
      expect(found).toEqual(classify(text));
      const plain = text
        .toLowerCase()
        .replaceAll('’', "'")
        .replaceAll(/[^\p{L}\p{N}']+/gu, ' ');
      for (const words of found.why)
        expect(plain.includes(words) || text.includes(words) || text.toLowerCase().includes(words)).toBe(true);
      const praised = classify(`${text}. Excellent.`, 'en');
      if (praised && found.label !== 'suggestion' && !/\p{Script=Han}/u.test(text))
        expect(order.indexOf(praised.label)).toBeGreaterThanOrEqual(order.indexOf(found.label));
    }),
    { numRuns: 2000 },
  );
});

it('is asked in the language that is written; a classifier that a plugin brings comes first in its languages', () => {
  const loud: CommentClassifier = {
    key: 'loud',
    languages: ['de', 'en'],
    classify: (text) => ({ label: text.endsWith('!') ? 'negative' : 'neutral', why: [] }),
  };
  expect(classify('Das war sehr gut', 'de')).toBeUndefined();
  expect(classifyComment([commentWords, loud], 'Das war sehr gut!', 'de-AT')?.label).toBe('negative');
  expect(classifyComment([commentWords, loud], 'Great!', 'en')?.label).toBe('negative');
  expect(classifyComment([commentWords, loud], '很好', 'en')?.label).toBe('positive');
  expect(classify('12345')).toBeUndefined();
});
