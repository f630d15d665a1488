import type { Texts } from '../phrase.ts';

/** Faults that the JSON Schema of a kind finds, by its keywords. */
export const schemas = {
  'schema.unknownName': {
    en: '{{name}} has no meaning here. Remove it, or use one of {{allowed}}.',
    zh: '{{name}} 在此处没有意义。请删除，或使用 {{allowed}}。',
  },
  'schema.unknownNameMeant': {
    en: '{{name}} has no meaning here. Did you mean "{{near}}"?',
    zh: '{{name}} 在此处没有意义。您是否想写 "{{near}}"？',
  },
  'schema.missing': {
    en: { one: '{{names}} is missing here.', other: '{{names}} are missing here.' },
    zh: '此处缺少 {{names}}。',
  },
  'schema.missingIn': {
    en: { one: '{{names}} is missing in {{owner}}.', other: '{{names}} are missing in {{owner}}.' },
    zh: '{{owner}} 中缺少 {{names}}。',
  },
  'schema.wrongType': { en: 'Write {{type}} here, not {{value}}.', zh: '此处请写：{{type}}，而不是 {{value}}。' },
  'schema.meant': {
    en: '{{value}} is not possible here; did you mean "{{near}}"?',
    zh: '此处不能写 {{value}}；您是否想写 "{{near}}"？',
  },
  'schema.choose': {
    en: '{{value}} is not possible here. Choose {{allowed}}.',
    zh: '此处不能写 {{value}}。请选择 {{allowed}}。',
  },
  'schema.only': { en: 'Only {{value}} is possible here.', zh: '此处只能写 {{value}}。' },
  'schema.wrongForm': {
    en: '{{value}} does not have the form needed here ({{pattern}}).',
    zh: '{{value}} 不符合此处要求的格式（{{pattern}}）。',
  },
  'schema.wrongFormExample': {
    en: '{{value}} does not have the form needed here. An example: {{example}}.',
    zh: '{{value}} 不符合此处要求的格式。示例：{{example}}。',
  },
  'schema.emptyText': { en: 'This text is empty. Fill it in.', zh: '此文本为空。请填写。' },
  'schema.tooShort': { en: 'Write at least {{limit}} characters here.', zh: '此处请至少写 {{limit}} 个字符。' },
  'schema.tooLong': {
    en: {
      one: 'This text is too long: {{count}} character is the most.',
      other: 'This text is too long: {{count}} characters is the most.',
    },
    zh: '此文本过长：最多 {{count}} 个字符。',
  },
  'schema.tooSmall': {
    en: '{{value}} is too small: {{limit}} is the least.',
    zh: '{{value}} 过小：最小为 {{limit}}。',
  },
  'schema.tooLarge': { en: '{{value}} is too large: {{limit}} is the most.', zh: '{{value}} 过大：最大为 {{limit}}。' },
  'schema.notAbove': {
    en: '{{value}} is too small: it must be more than {{limit}}.',
    zh: '{{value}} 过小：必须大于 {{limit}}。',
  },
  'schema.notBelow': {
    en: '{{value}} is too large: it must be less than {{limit}}.',
    zh: '{{value}} 过大：必须小于 {{limit}}。',
  },
  'schema.wrongStep': { en: '{{value}} is not a multiple of {{step}}.', zh: '{{value}} 不是 {{step}} 的倍数。' },
  'schema.tooFewEntries': {
    en: {
      one: 'This list needs at least {{count}} entry.',
      other: 'This list needs at least {{count}} entries.',
    },
    zh: '此列表至少需要 {{count}} 项。',
  },
  'schema.tooManyEntries': {
    en: {
      one: 'This list is too long: {{count}} entry is the most.',
      other: 'This list is too long: {{count}} entries is the most.',
    },
    zh: '此列表过长：最多 {{count}} 项。',
  },
  'schema.entriesRepeat': {
    en: 'Entries {{first}} and {{second}} of this list are the same. Remove one.',
    zh: '此列表的第 {{first}} 项与第 {{second}} 项相同。请删除其中一项。',
  },
  'schema.tooFewNames': {
    en: {
      one: 'At least {{count}} property is needed here.',
      other: 'At least {{count}} properties are needed here.',
    },
    zh: '此处至少需要 {{count}} 个属性。',
  },
  'schema.tooManyNames': {
    en: {
      one: 'At most {{count}} property is possible here.',
      other: 'At most {{count}} properties are possible here.',
    },
    zh: '此处最多可有 {{count}} 个属性。',
  },
  'schema.wrongName': { en: 'The name {{name}} is not possible here.', zh: '此处不能使用名称 {{name}}。' },
  'schema.noFormOrSeveral': {
    en: 'This has none of the forms that are possible here, or more than one at once.',
    zh: '此内容不符合此处允许的任何形式，或同时符合多种形式。',
  },
  'schema.noForm': {
    en: 'This has none of the forms that are possible here.',
    zh: '此内容不符合此处允许的任何形式。',
  },
  'schema.notAllowed': { en: 'This is not possible here.', zh: '此处不允许此内容。' },
  'schema.notAllowedRemove': { en: 'This is not possible here. Remove it.', zh: '此处不允许此内容。请删除。' },
  'schema.doesNotFit': { en: 'This does not fit here.', zh: '此内容不适用于此处。' },
  'type.string': { en: 'a text in quotation marks', zh: '带引号的文本' },
  'type.number': { en: 'a number', zh: '数字' },
  'type.integer': { en: 'a whole number', zh: '整数' },
  'type.boolean': { en: 'true or false', zh: 'true 或 false' },
  'type.array': { en: 'a list in square brackets', zh: '方括号中的列表' },
  'type.object': { en: 'an object in curly brackets', zh: '花括号中的对象' },
  'type.null': { en: 'null', zh: 'null' },
} as const satisfies Readonly<Record<string, Texts>>;
