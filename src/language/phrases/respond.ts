import type { Texts } from '../phrase.ts';

/** What respondents read on the page of a survey, besides the survey itself. */
export const respond = {
  'respond.send': { en: 'Send', zh: '提交' },
  'respond.continue': { en: 'Continue', zh: '继续' },
  'respond.optional': { en: 'optional', zh: '选填' },
  'respond.several': { en: 'You can choose several.', zh: '可多选。' },
  'respond.noAnswer': { en: 'No answer', zh: '不回答' },
  'respond.languages': { en: 'Language', zh: '语言' },
  'respond.upTo': { en: 'Up to {{most}} characters.', zh: '最多 {{most}} 个字符。' },
  'respond.chosen': {
    en: '{{answer}} is marked for you. It counts only once you press “{{button}}”.',
    zh: '已为您选中 {{answer}}。只有在您点击“{{button}}”之后才会生效。',
  },
  'respond.private': {
    en: 'This link is meant for you alone. Nothing is recorded before you press “{{button}}”.',
    zh: '此链接仅供您本人使用。在您点击“{{button}}”之前，不会记录任何内容。',
  },
  'respond.privateBegun': {
    en: 'This link is meant for you alone. Nothing more is recorded before you press “{{button}}”.',
    zh: '此链接仅供您本人使用。在您点击“{{button}}”之前，不会再记录任何内容。',
  },
  'respond.kept': {
    en: 'Your answers so far have been kept and stay as they are.',
    zh: '您之前的回答已保存，不再更改。',
  },
  'respond.error': { en: 'Error: {{title}}', zh: '错误：{{title}}' },
  'respond.again': {
    en: { one: 'One question needs another look', other: '{{count}} questions need another look' },
    zh: '有 {{count}} 个问题需要再看一下',
  },
  'respond.answerOne': {
    en: 'Please answer at least one question before you press “{{button}}”.',
    zh: '请至少回答一个问题，再点击“{{button}}”。',
  },
  'respond.trap': { en: 'For machines only: leave this empty', zh: '仅供机器识别：请留空' },
  'respond.trapFilled': {
    en: 'Something filled in a field that people do not see, so nothing was recorded. Please press “{{button}}” again.',
    zh: '有程序填写了人看不到的字段，因此没有记录任何内容。请再次点击“{{button}}”。',
  },

  'respond.satisfied1': { en: 'Very dissatisfied', zh: '非常不满意' },
  'respond.satisfied2': { en: 'Dissatisfied', zh: '不满意' },
  'respond.satisfied3': { en: 'Neutral', zh: '一般' },
  'respond.satisfied4': { en: 'Satisfied', zh: '满意' },
  'respond.satisfied5': { en: 'Very satisfied', zh: '非常满意' },
  'respond.good1': { en: 'Very bad', zh: '很差' },
  'respond.good2': { en: 'Bad', zh: '差' },
  'respond.good3': { en: 'OK', zh: '一般' },
  'respond.good4': { en: 'Good', zh: '好' },
  'respond.good5': { en: 'Very good', zh: '很好' },
  'respond.stars': { en: { one: '1 star', other: '{{count}} stars' }, zh: '{{count}} 星' },

  'respond.thanksTitle': { en: 'Thank you', zh: '谢谢' },
  'respond.thanksText': {
    en: 'Your answers have arrived. You can close this page.',
    zh: '您的回答已收到，现在可以关闭此页面。',
  },
  'respond.closePage': { en: 'You can close this page.', zh: '现在可以关闭此页面。' },
  'respond.usedTitle': { en: 'You have answered already', zh: '您已经回答过了' },
  'respond.usedText': {
    en: 'This link works once, and your answers were kept. Nothing was changed now.',
    zh: '此链接只能使用一次，您的回答已保存。这次没有更改任何内容。',
  },
  'respond.expiredTitle': { en: 'This survey is over', zh: '本次调查已结束' },
  'respond.expiredText': {
    en: 'The time to answer by this link has passed, and nothing was recorded now.',
    zh: '通过此链接回答的时间已过，这次没有记录任何内容。',
  },
  'respond.unknownTitle': { en: 'This link does not work', zh: '此链接无效' },
  'respond.unknownText': {
    en: 'It may have been cut off on its way. Please open it from the original message again, or copy all of it.',
    zh: '链接可能不完整。请从原始消息中重新打开，或完整复制链接。',
  },
  'respond.erasedTitle': { en: 'This link leads nowhere any more', zh: '此链接已失效' },
  'respond.erasedText': {
    en: 'The person it was sent to has been erased here, as they wished. Nothing is recorded about them.',
    zh: '根据本人意愿，收到此链接的人的信息已从此处删除，不会再记录任何内容。',
  },
  'respond.withdrawnTitle': { en: 'This survey was withdrawn', zh: '本次调查已撤回' },
  'respond.withdrawnText': {
    en: 'No answers are taken any more. We are sorry to have asked in vain.',
    zh: '现在不再接受回答。很抱歉打扰您。',
  },
  'respond.fullTitle': { en: 'We have enough answers', zh: '回答数量已满' },
  'respond.fullText': {
    en: 'As many people as were needed have answered, and nothing was recorded now. Thank you for being willing.',
    zh: '所需的回答数量已满，这次没有记录任何内容。感谢您的参与意愿。',
  },
  'respond.busyTitle': { en: 'One moment, please', zh: '请稍候' },
  'respond.busyText': {
    en: 'Too much came at once, and nothing was recorded. Please go back and try again in a few seconds.',
    zh: '请求过多，没有记录任何内容。请返回并在几秒钟后重试。',
  },
  'respond.tooLargeTitle': { en: 'That was too much', zh: '内容过长' },
  'respond.tooLargeText': {
    en: 'What was sent is larger than any answer can be. Nothing was recorded; please go back and shorten your texts.',
    zh: '发送的内容超过回答的上限，没有记录任何内容。请返回并缩短文字。',
  },
  'respond.methodTitle': { en: 'This page is read and answered', zh: '此页面只能查看和回答' },
  'respond.methodText': { en: 'Anything else cannot be done with it.', zh: '无法进行其他操作。' },
} as const satisfies Readonly<Record<string, Texts>>;
