import type { Texts } from '../phrase.ts';

/** What is wrong with an answer to a survey: told to respondents and to those who record answers. */
export const answers = {
  'answer.unknownQuestion': {
    en: 'The survey has no question {{key}}; it has {{keys}}.',
    zh: '此调查没有问题 {{key}}；现有问题：{{keys}}。',
  },
  'answer.questionMeant': {
    en: 'The survey has no question {{key}}; did you mean "{{near}}"?',
    zh: '此调查没有问题 {{key}}；您是否想写 "{{near}}"？',
  },
  'answer.unknownSurvey': {
    en: 'No survey {{key}} is published.',
    zh: '没有已发布的调查 {{key}}。',
  },
  'answer.surveyMeant': {
    en: 'No survey {{key}} is published; did you mean "{{near}}"?',
    zh: '没有已发布的调查 {{key}}；您是否想写 "{{near}}"？',
  },
  'answer.unknownInvitation': {
    en: 'This customer was not invited by an invitation with this id.',
    zh: '此客户没有收到该编号的邀请。',
  },
  'answer.usedInvitation': {
    en: 'This invitation was answered already. Send answers without an invitation, or under another one.',
    zh: '此邀请已被回答。请不带邀请或使用其他邀请发送答案。',
  },
  'answer.expiredInvitation': {
    en: 'This invitation had expired when the answer was given. Send the answer without an invitation.',
    zh: '回答时此邀请已过期。请不带邀请发送答案。',
  },
  'answer.otherSurvey': {
    en: 'The invitation was to the survey {{key}}.',
    zh: '该邀请针对的是调查 {{key}}。',
  },
  'answer.empty': {
    en: 'This answers nothing: give a score, a choice or a text.',
    zh: '此回答为空：请给出分数、选项或文字。',
  },
  'answer.twice': {
    en: 'The question {{key}} is answered twice. Keep one of the answers.',
    zh: '问题 {{key}} 被回答了两次。请只保留一个答案。',
  },
  'answer.required': { en: 'Please answer this question.', zh: '请回答此问题。' },
  'answer.offScale': {
    en: '{{value}} is not on the scale. Choose a whole number from {{min}} to {{max}}.',
    zh: '{{value}} 不在量表范围内。请选择 {{min}} 到 {{max}} 之间的整数。',
  },
  'answer.tooLong': {
    en: 'This answer is too long: {{most}} characters is the most.',
    zh: '此答案过长：最多 {{most}} 个字符。',
  },
  'answer.badCharacter': {
    en: 'This text has characters in it that cannot be kept. Write it anew.',
    zh: '此文本含有无法保存的字符。请重新填写。',
  },
  'answer.unknownOption': {
    en: '{{value}} is not one of the options. Choose {{keys}}.',
    zh: '{{value}} 不是可选项。请选择 {{keys}}。',
  },
  'answer.optionMeant': {
    en: '{{value}} is not one of the options; did you mean "{{near}}"?',
    zh: '{{value}} 不是可选项；您是否想写 "{{near}}"？',
  },
  'answer.oneChoice': { en: 'Choose one option only.', zh: '只能选择一个选项。' },
  'answer.takes.score': {
    en: 'The question {{key}} is a rating: it is answered with a score.',
    zh: '问题 {{key}} 是评分题：请用分数回答。',
  },
  'answer.takes.choices': {
    en: 'The question {{key}} is a choice: it is answered with the keys of options.',
    zh: '问题 {{key}} 是选择题：请用选项的键回答。',
  },
  'answer.takes.text': {
    en: 'The question {{key}} is an open one: it is answered with words.',
    zh: '问题 {{key}} 是开放题：请用文字回答。',
  },
} as const satisfies Readonly<Record<string, Texts>>;
