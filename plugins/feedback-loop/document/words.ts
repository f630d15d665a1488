import { definePhrases, type RuleWords, titled } from '#contract';
import type { LoopDocument } from './document.ts';

/** What the plugin says itself. */
export const phrases = definePhrases('feedback-loop', {
  follows: { en: '“{{title}}” follows from what is said', zh: '相应反馈将触发“{{title}}”' },
  upon: { en: 'upon {{activity}}', zh: '发生 {{activity}} 时' },
  ask: { en: 'asks for: {{ask}}', zh: '请求：{{ask}}' },
  opens: { en: 'opens a case', zh: '建立个案' },
  keyTaken: {
    en: 'The key "{{key}}" is used twice; give each rule a key of its own.',
    zh: '键“{{key}}”被使用了两次；请为每条规则设置不同的键。',
  },
  endsBefore: {
    en: 'Work would end before it begins; give a later hour.',
    zh: '工作时间的结束早于开始；请填写更晚的时间。',
  },
  noRange: {
    en: 'No number lies between these; give "from" at most "to".',
    zh: '此范围内没有数字；“from”不应大于“to”。',
  },
  backwards: {
    en: 'A case has to be acted upon before the customer is told; give deadlines that rise.',
    zh: '处理应早于告知客户；请按递增顺序设置期限。',
  },
  tooFar: {
    en: 'By these working hours that comes in more than three years; give at most {{most}} hours.',
    zh: '按此工作时间需要三年以上；最多 {{most}} 小时。',
  },
  unknownCase: {
    en: 'There is no such case; take the id of a case that is open.',
    zh: '没有该个案；请使用未关闭个案的编号。',
  },
  caseClosed: { en: 'The case is over: the customer was told.', zh: '该个案已结束：已告知客户。' },
  caseFurther: {
    en: 'The case is {{state}} already; it goes forward alone.',
    zh: '该个案已处于 {{state}}；只能向前推进。',
  },
  badLength: { en: 'This takes 1 to {{most}} characters.', zh: '长度应为 1 到 {{most}} 个字符。' },
  outOfRange: { en: 'This must be from 1 to {{most}}.', zh: '应为 1 到 {{most}}。' },
  nobody: {
    en: 'Nobody has a case of this theme that was acted upon and whom nobody told.',
    zh: '没有客户的该主题个案处于已处理但尚未告知的状态。',
  },
  tooMany: {
    en: 'More than {{most}} customers are to be told; tell them by rule set.',
    zh: '待告知的客户超过 {{most}} 位；请按规则集分别告知。',
  },
  keyAnnounced: {
    en: 'This key was used before for another announcement; use a new key.',
    zh: '此键之前已用于其他公告；请使用新的键。',
  },
  unknownAnnouncement: { en: 'Nothing was announced under this key.', zh: '没有使用此键的公告。' },
  caseTaken: {
    en: 'Somebody else looks after it by now ("{{owner}}"); look at the case again.',
    zh: '该个案现由其他人负责（“{{owner}}”）；请重新查看个案。',
  },
  noDay: { en: 'There is no such day.', zh: '没有这一天。' },
});

/** How each rule with conditions is told. */
export const loopWords = ({ rules }: LoopDocument): RuleWords[] =>
  rules
    .filter(({ when }) => when)
    .map(({ title, upon, follow }) => ({
      outcome: phrases.follows({ title: titled(title) }),
      details: [
        phrases.upon({ activity: upon.activity }),
        'ask' in follow ? phrases.ask({ ask: follow.ask }) : phrases.opens(),
      ],
    }));
