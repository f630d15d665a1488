import type { Texts } from '../phrase.ts';

/** What is wrong with the document of a survey. */
export const surveys = {
  'survey.notThere': { en: 'There is no survey {{key}}.', zh: '没有调查 {{key}}。' },
  'survey.noVersion': {
    en: 'There is no version {{number}} of the survey {{key}}.',
    zh: '调查 {{key}} 没有第 {{number}} 版。',
  },
  'survey.conflict': {
    en: 'Somebody edited the survey {{key}}: it is at version {{version}} now, and you have seen {{expected}}. Look at what they did.',
    zh: '有人编辑了调查 {{key}}：现在为版本 {{version}}，而您看到的是 {{expected}}。请查看他人的修改。',
  },
  'survey.stays': {
    en: 'The survey {{key}} is of {{value}}, and stays so. Make another survey.',
    zh: '调查 {{key}} 属于 {{value}}，不能更改。请另建一个调查。',
  },
  'survey.wasDiscarded': {
    en: 'Version {{number}} of the survey {{key}} was discarded. Save its document as a new version.',
    zh: '调查 {{key}} 的第 {{number}} 版已放弃。请将其文档另存为新版本。',
  },
  'survey.noDraft': { en: 'The survey {{key}} has no draft.', zh: '调查 {{key}} 没有草稿。' },
  'survey.notPublished': { en: 'The survey {{key}} is not published.', zh: '调查 {{key}} 尚未发布。' },
  'survey.languageMissing': {
    en: { one: 'The text in {{languages}} is missing.', other: 'The texts in {{languages}} are missing.' },
    zh: '缺少 {{languages}} 的文本。',
  },
  'survey.languageExtra': {
    en: '{{language}} is not among the languages of the survey. Add it to "languages", or remove this text.',
    zh: '{{language}} 不在此调查的语言之中。请将其加入 "languages"，或删除此文本。',
  },
  'survey.languageMeant': {
    en: '{{language}} is not among the languages of the survey; did you mean "{{near}}"?',
    zh: '{{language}} 不在此调查的语言之中；您是否想写 "{{near}}"？',
  },
  'survey.badCharacter': {
    en: 'This text has the character U+0000 or half a character in it. Write it anew.',
    zh: '此文本含有字符 U+0000 或不完整的字符。请重新填写。',
  },
  'survey.measureMissing': {
    en: 'A survey of kind "{{kind}}" has at least one rating that measures {{measures}}.',
    zh: '"{{kind}}" 类型的调查至少应有一个以 {{measures}} 为指标的评分题。',
  },
  'survey.keyTaken': {
    en: 'The key {{key}} is taken already. Give this one a key of its own.',
    zh: '键 {{key}} 已被使用。请使用不同的键。',
  },
  'survey.scaleReversed': {
    en: 'The highest score ({{max}}) must be above the lowest one ({{min}}).',
    zh: '最高分（{{max}}）必须大于最低分（{{min}}）。',
  },
  'survey.scaleOf.nps': {
    en: 'A net promoter score goes from 0 to 10, and higher is better. For another scale use "custom".',
    zh: '净推荐值的量表为 0 到 10，越高越好。如需其他量表，请使用 "custom"。',
  },
  'survey.scaleOf.csat': {
    en: 'Satisfaction goes from 1 to 5 or from 1 to 10, and higher is better. For another scale use "custom".',
    zh: '满意度的量表为 1 到 5 或 1 到 10，越高越好。如需其他量表，请使用 "custom"。',
  },
  'survey.scaleOf.ces1': {
    en: 'The customer effort score 1.0 goes from 1 to 5, and lower is better; 2.0 ("ces2") goes from 1 to 7, and higher is better. For another scale use "custom".',
    zh: '客户费力度 1.0 的量表为 1 到 5，越低越好；2.0（"ces2"）为 1 到 7，越高越好。如需其他量表，请使用 "custom"。',
  },
  'survey.scaleOf.ces2': {
    en: 'The customer effort score 2.0 goes from 1 to 7, and higher is better; 1.0 ("ces1") goes from 1 to 5, and lower is better. For another scale use "custom".',
    zh: '客户费力度 2.0 的量表为 1 到 7，越高越好；1.0（"ces1"）为 1 到 5，越低越好。如需其他量表，请使用 "custom"。',
  },
  'survey.tooManyPoints': {
    en: 'This scale has {{count}} scores; {{most}} is the most.',
    zh: '此量表有 {{count}} 个分数，最多 {{most}} 个。',
  },
  'survey.tooManyFaces': {
    en: 'There are {{count}} scores, and at most {{most}} faces can be told apart. Show numbers.',
    zh: '共有 {{count}} 个分数，而最多能区分 {{most}} 个表情。请使用数字。',
  },
  'survey.unfitStars': {
    en: 'Stars go from 1 to at most {{most}}, and more are better. Show numbers.',
    zh: '星级为 1 到最多 {{most}}，越多越好。请使用数字。',
  },
  'survey.satisfiedFromMissing': {
    en: 'Say from which score on a respondent is satisfied: on a scale to 10 there are several customs. Most write 9.',
    zh: '请写明从哪个分数起视为满意：10 分量表有多种惯例，多数写 9。',
  },
  'survey.npsBands': {
    en: 'A net promoter score has its own bands: 9 and 10 are promoters. Remove this.',
    zh: '净推荐值有固定分段：9 和 10 为推荐者。请删除。',
  },
  'survey.satisfiedFromUp': {
    en: 'Where lower is better nobody is satisfied from a score on upwards. Remove this.',
    zh: '越低越好的量表没有“从某分数起满意”的含义。请删除。',
  },
  'survey.satisfiedFromRange': {
    en: '{{value}} leaves nobody satisfied, or everybody. Choose a score from {{min}} to {{max}}.',
    zh: '{{value}} 会使所有人都满意或都不满意。请选择 {{min}} 到 {{max}} 之间的分数。',
  },
  'survey.openAnswer': {
    en: '{{question}} is answered in words, which cannot be compared. Name the question alone: then any answer will do.',
    zh: '{{question}} 以文字回答，无法比较。请只写该问题：任何回答都算。',
  },
  'survey.laterQuestion': {
    en: '{{question}} is not asked before this question. Conditions look at earlier questions only.',
    zh: '{{question}} 不在此问题之前。条件只能引用前面的问题。',
  },
  'survey.rangeReversed': {
    en: 'No score is at least {{atLeast}} and at most {{atMost}}. Exchange the two.',
    zh: '没有分数既不低于 {{atLeast}} 又不高于 {{atMost}}。请交换两者。',
  },
  'survey.neverShown': {
    en: 'No answers lead to this question: its conditions exclude each other, with those of the questions it depends on.',
    zh: '任何回答都不会显示此问题：它的条件与其所依赖问题的条件互相排斥。',
  },
  'survey.quotaRepeats': {
    en: 'Another quota counts the same. Keep one of them.',
    zh: '已有另一个配额统计相同内容。请只保留一个。',
  },
  'survey.quotaNeedsQuestion': {
    en: 'Name the question to which this is an answer.',
    zh: '请写明这是哪个问题的答案。',
  },
  'survey.oneSchedule': {
    en: 'A survey has one schedule: the waves of two would overlap. Make a second survey.',
    zh: '一个调查只能有一个时间表：两个时间表的批次会重叠。请另建一个调查。',
  },
  'survey.followsInvitations': {
    en: 'A survey cannot follow invitations: it would follow its own.',
    zh: '调查不能跟随邀请触发：否则会跟随它自己的邀请。',
  },
  'survey.unknownActivity': {
    en: 'There is no kind of activity {{kind}}; there are {{kinds}}.',
    zh: '没有活动类型 {{kind}}；现有类型：{{kinds}}。',
  },
  'survey.activityMeant': {
    en: 'There is no kind of activity {{kind}}; did you mean "{{near}}"?',
    zh: '没有活动类型 {{kind}}；您是否想写 "{{near}}"？',
  },
  'survey.spreadTooLong': {
    en: 'A wave cannot be spread over more days than lie between two waves: {{everyDays}}.',
    zh: '一批的分散天数不能超过两批之间的间隔：{{everyDays}}。',
  },
  'survey.noSuchDay': { en: 'There is no day {{value}}.', zh: '不存在日期 {{value}}。' },
} as const satisfies Readonly<Record<string, Texts>>;
