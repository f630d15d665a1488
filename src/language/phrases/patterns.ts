import type { Texts } from '../phrase.ts';

/** Faults of regular expressions. */
export const patterns = {
  'pattern.tooLong': {
    en: 'This pattern has {{count}} characters; {{most}} is the most. Shorten it.',
    zh: '此模式有 {{count}} 个字符，最多 {{most}} 个。请缩短。',
  },
  'pattern.notLinear': {
    en: 'This pattern looks ahead, looks back or refers back to a group, which can take forever. Write it without that, for example as two conditions.',
    zh: '此模式使用了前瞻、后顾或反向引用，可能永远无法结束。请改写，例如写成两个条件。',
  },
  'pattern.tooManySteps': {
    en: 'This pattern repeats its parts too many times. Use smaller counts in curly brackets, or "*" and "+".',
    zh: '此模式的重复次数过多。请在花括号中使用较小的次数，或使用 "*" 和 "+"。',
  },
  'pattern.unreadable': { en: 'This pattern cannot be read: {{cause}}.', zh: '无法读取此模式：{{cause}}。' },
  'patternCause.range': { en: 'invalid character class range: `{{part}}`', zh: '字符范围无效：`{{part}}`' },
  'patternCause.escape': { en: 'invalid escape sequence: `{{part}}`', zh: '转义序列无效：`{{part}}`' },
  'patternCause.name': { en: 'invalid named capture: `{{part}}`', zh: '命名分组无效：`{{part}}`' },
  'patternCause.nameTwice': { en: 'duplicate capture group name: `{{part}}`', zh: '分组名称重复：`{{part}}`' },
  'patternCause.syntax': { en: 'invalid or unsupported Perl syntax: `{{part}}`', zh: '语法无效或不受支持：`{{part}}`' },
  'patternCause.repetition': {
    en: 'invalid nested repetition operator: `{{part}}`',
    zh: '重复运算符不能这样叠加：`{{part}}`',
  },
  'patternCause.count': { en: 'invalid repeat count: `{{part}}`', zh: '重复次数无效：`{{part}}`' },
  'patternCause.bracket': { en: 'missing closing ]: `{{part}}`', zh: '缺少右方括号 ]：`{{part}}`' },
  'patternCause.parenthesis': { en: 'missing closing ): `{{part}}`', zh: '缺少右括号 )：`{{part}}`' },
  'patternCause.closing': { en: 'unexpected ): `{{part}}`', zh: '多余的右括号 )：`{{part}}`' },
  'patternCause.nothing': {
    en: 'missing argument to repetition operator: `{{part}}`',
    zh: '重复运算符前缺少内容：`{{part}}`',
  },
  'patternCause.backslash': { en: 'trailing backslash at end of expression', zh: '末尾有多余的反斜杠' },
} as const satisfies Readonly<Record<string, Texts>>;
