import type { Texts } from '../phrase.ts';

/** Faults of conditions: their groups, their names, the facts and operators they name. */
export const conditions = {
  'condition.tooMany': {
    en: 'This rule has {{count}} conditions; {{most}} is the most. Split it into several rules, or test for many values at once with "in".',
    zh: '此规则有 {{count}} 个条件，最多 {{most}} 个。请拆分为多条规则，或用 "in" 一次判断多个值。',
  },
  'condition.expected': {
    en: 'Write a condition here. It is a test with "fact", "operator" and "value", or a group of conditions in "all", "any" or "not".',
    zh: '此处请写一个条件：含 "fact"、"operator" 和 "value" 的判断，或者 "all"、"any"、"not" 中的一组条件。',
  },
  'condition.notYet': {
    en: 'This is not a condition yet. It is a test with "fact", "operator" and "value", or a group of conditions in "all", "any" or "not".',
    zh: '这还不是条件。条件是含 "fact"、"operator" 和 "value" 的判断，或者 "all"、"any"、"not" 中的一组条件。',
  },
  'condition.tooDeep': {
    en: 'Groups are nested more than {{most}} deep here. Bring this group further out, or make it a rule of its own.',
    zh: '此处条件组嵌套超过 {{most}} 层。请将此组外移，或单独写成一条规则。',
  },
  'condition.notTakesOne': {
    en: '"not" takes one condition, not a list. To negate several, write a group of "all" or "any" inside it.',
    zh: '"not" 只接受一个条件，不接受列表。要否定多个条件，请在其中写一个 "all" 或 "any" 组。',
  },
  'condition.listExpected': {
    en: '"{{group}}" takes a list of conditions in square brackets.',
    zh: '"{{group}}" 需要方括号中的条件列表。',
  },
  'condition.emptyGroup': {
    en: '"{{group}}" is empty, so it says nothing about the customer. Put at least one condition into it, or remove it.',
    zh: '"{{group}}" 为空，没有说明客户的任何情况。请至少放入一个条件，或将其删除。',
  },
  'condition.testAndGroup': {
    en: 'Write either a test ("fact", "operator", "value") or a group ({{groups}}) here, not both in one.',
    zh: '此处请写判断（"fact"、"operator"、"value"）或条件组（{{groups}}），不要同时写在一起。',
  },
  'condition.severalGroups': {
    en: 'Write one of {{groups}} here, not several in one; put one group inside another.',
    zh: '此处请只写 {{groups}} 中的一个，不要并列多个；可将一组放入另一组之中。',
  },
  'condition.groupHoldsOnly': {
    en: 'A group holds "{{group}}" and nothing beside it; remove {{name}}.',
    zh: '条件组只含 "{{group}}"，不能有其他内容；请删除 {{name}}。',
  },
  'condition.testHoldsOnly': {
    en: 'A test holds "fact", "operator" and "value"; remove {{name}}.',
    zh: '判断只含 "fact"、"operator" 和 "value"；请删除 {{name}}。',
  },
  'condition.holdsOnly': {
    en: 'A condition holds "fact", "operator" and "value", or a group; remove {{name}}.',
    zh: '条件只含 "fact"、"operator" 和 "value"，或一个条件组；请删除 {{name}}。',
  },
  'condition.nameMeant': {
    en: 'A condition has no {{name}}; did you mean "{{near}}"?',
    zh: '条件中没有 {{name}}；您是否想写 "{{near}}"？',
  },
  'condition.missing': {
    en: {
      one: '{{names}} is missing in this test. A test needs "fact", "operator" and "value".',
      other: '{{names}} are missing in this test. A test needs "fact", "operator" and "value".',
    },
    zh: '此判断缺少 {{names}}。判断需要 "fact"、"operator" 和 "value"。',
  },
  'condition.noPath': {
    en: '"path" is not used here: every metric and attribute is a fact of its own. Name that fact and remove "path".',
    zh: '此处不使用 "path"：每个指标和属性都是独立的字段。请写该字段的名称并删除 "path"。',
  },
  'condition.noParams': {
    en: '"params" is not used here: facts take no parameters. Choose the fact that has the period you need and remove "params".',
    zh: '此处不使用 "params"：字段没有参数。请选择具有所需时间段的字段并删除 "params"。',
  },
  'condition.noPriority': {
    en: '"priority" is not used inside a condition: all conditions are tested, and their order does not matter. Remove it.',
    zh: '条件中不使用 "priority"：所有条件都会判断，顺序无关紧要。请删除。',
  },
  'condition.noNames': {
    en: 'Conditions cannot be named and referred to by "condition". Write the test itself here.',
    zh: '条件不能命名并用 "condition" 引用。请在此处直接写判断。',
  },
  'fact.personal': {
    en: '{{name}} is personal, so no rule may look at it. Test another fact, or declare an attribute that is not personal and says only what the rule needs.',
    zh: '{{name}} 是个人信息，规则不得查看。请判断其他字段，或声明一个非个人的属性，只说明规则所需的内容。',
  },
  'fact.notMeasured': {
    en: 'Nothing measures "{{title}}" yet, so it is unknown for every customer. Connect a source that brings it, or test another fact.',
    zh: '目前没有任何来源提供“{{title}}”，因此它对所有客户都未知。请接入提供它的来源，或判断其他字段。',
  },
  'fact.nameExpected': {
    en: '"fact" takes the name of a fact in quotation marks, not {{value}}.',
    zh: '"fact" 需要带引号的字段名称，而不是 {{value}}。',
  },
  'fact.meant': {
    en: 'There is no fact {{name}}; did you mean "{{near}}"?',
    zh: '没有字段 {{name}}；您是否想写 "{{near}}"？',
  },
  'fact.unknown': {
    en: 'There is no fact {{name}}. There are {{facts}}.',
    zh: '没有字段 {{name}}。现有字段：{{facts}}。',
  },
  'operator.nameExpected': {
    en: '"operator" takes the name of an operator in quotation marks, not {{value}}.',
    zh: '"operator" 需要带引号的运算符名称，而不是 {{value}}。',
  },
  'operator.meant': {
    en: 'There is no operator {{name}}; did you mean "{{near}}"?',
    zh: '没有运算符 {{name}}；您是否想写 "{{near}}"？',
  },
  'operator.unknown': { en: 'There is no operator {{name}}.', zh: '没有运算符 {{name}}。' },
  'operator.unknownForFact': {
    en: 'There is no operator {{name}}. "{{title}}" is {{type}}; use {{operators}}.',
    zh: '没有运算符 {{name}}。“{{title}}”是{{type}}；请使用 {{operators}}。',
  },
  'operator.doesNotFit': {
    en: '"{{name}}" does not fit here. "{{title}}" is {{type}}; use {{operators}}.',
    zh: '"{{name}}" 不适用于此处。“{{title}}”是{{type}}；请使用 {{operators}}。',
  },
  'factType.number': { en: 'a number', zh: '数字' },
  'factType.text': { en: 'a text', zh: '文本' },
  'factType.boolean': { en: 'true or false', zh: '是非值' },
  'factType.instant': { en: 'a date and time', zh: '日期时间' },
} as const satisfies Readonly<Record<string, Texts>>;
