import type { Texts } from '../phrase.ts';

/** Faults of a whole document: its text, its size, its names. */
export const documents = {
  'document.atPlace': {
    en: '{{message}} (line {{line}}, column {{column}})',
    zh: '{{message}}（第 {{line}} 行，第 {{column}} 列）',
  },
  'document.tooLarge': {
    en: 'This document has {{size}} kB; {{most}} kB is the most. Split it into several.',
    zh: '此文档有 {{size}} kB，最多 {{most}} kB。请拆分为多个文档。',
  },
  'document.tooManyRules': {
    en: 'There are {{count}} rules; {{most}} is the most. Split the document into several rule sets.',
    zh: '共有 {{count}} 条规则，最多 {{most}} 条。请将文档拆分为多个规则集。',
  },
  'document.ruleNameTaken': {
    en: 'Another rule is called {{name}} already. Give this one a name of its own.',
    zh: '已有另一条规则名为 {{name}}。请为此规则取一个不同的名称。',
  },
  'document.notFinite': {
    en: 'This number is too large to be computed with. Write a smaller one.',
    zh: '此数字过大，无法计算。请写一个较小的数字。',
  },
  'document.reservedName': {
    en: 'The name {{name}} is reserved and cannot be used. Remove it.',
    zh: '名称 {{name}} 为保留名称，不能使用。请删除。',
  },
  'json.tooDeep': {
    en: 'Brackets are nested more than {{most}} deep here.',
    zh: '此处括号嵌套超过 {{most}} 层。',
  },
  'json.afterEnd': {
    en: 'Nothing may follow the end of the document. Remove what stands here.',
    zh: '文档结束后不能再有内容。请删除此处的内容。',
  },
  'json.nameExpected': {
    en: 'A name in quotation marks belongs here, such as "name".',
    zh: '此处应为带引号的名称，例如 "name"。',
  },
  'json.writtenTwice': {
    en: '"{{name}}" is written twice in this object. Keep one of them.',
    zh: '"{{name}}" 在此对象中出现了两次。请只保留一个。',
  },
  'json.colonExpected': { en: 'A colon belongs after "{{name}}".', zh: '"{{name}}" 之后应为冒号。' },
  'json.endMissing': {
    en: 'The document ends, and a "{{end}}" is still missing.',
    zh: '文档已结束，但还缺少 "{{end}}"。',
  },
  'json.commaExpected': { en: 'A comma or "{{end}}" belongs here.', zh: '此处应为逗号或 "{{end}}"。' },
  'json.commaBeforeEnd': { en: 'Remove the comma before "{{end}}".', zh: '请删除 "{{end}}" 前的逗号。' },
  'json.textNotClosed': {
    en: 'This text is not closed, or has a line break or a wrong "\\" in it. Write it between two "" on one line.',
    zh: '此文本没有结束引号，或其中有换行或错误的 "\\"。请写在一行之内的两个 "" 之间。',
  },
  'json.valueMissing': { en: 'The document ends where a value belongs.', zh: '文档在应有值的地方结束了。' },
  'json.wrongQuotes': {
    en: 'Write texts between straight double quotation marks: "…".',
    zh: '文本请写在英文直双引号之间："…"。',
  },
  'json.comment': {
    en: 'Comments are not allowed in a document. Remove this one.',
    zh: '文档中不允许注释。请删除此注释。',
  },
  'json.valueExpected': {
    en: 'A value belongs here: a text in quotation marks, a number, true, false, a list or an object.',
    zh: '此处应为一个值：带引号的文本、数字、true、false、列表或对象。',
  },
} as const satisfies Readonly<Record<string, Texts>>;
