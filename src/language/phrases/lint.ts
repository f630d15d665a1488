import type { Texts } from '../phrase.ts';

/** What makes a survey worse that is allowed all the same. */
export const lint = {
  'lint.tooManyQuestions': {
    en: 'More than {{most}} questions tire people, and many will not finish. Keep those whose answers you will act on.',
    zh: '超过 {{most}} 个问题会使人疲倦，许多人不会答完。请只保留您会据以行动的问题。',
  },
  'lint.noOpenQuestion': {
    en: 'There is no open question: you will see scores and not learn why. Add one, such as "What is the main reason for your score?"',
    zh: '没有开放题：您会看到分数，却不知原因。请添加一个，例如“您给出此分数的主要原因是什么？”',
  },
  'lint.mixedDirections': {
    en: 'Here the good end is another one than in the first rating. Respondents overlook that, and answer the wrong way round.',
    zh: '此处好的一端与第一个评分题不同。受访者容易忽略而答反。',
  },
  'lint.longText': {
    en: 'This text has more than {{most}} characters; people will not read it to the end. Shorten it.',
    zh: '此文本超过 {{most}} 个字符，人们不会读完。请缩短。',
  },
  'lint.untranslated': {
    en: 'This text is the same in {{languages}}. Translate it.',
    zh: '此文本在 {{languages}} 中相同。请翻译。',
  },
  'lint.double': {
    en: 'This asks two things at once ({{words}}), so nobody can tell which one was answered. Ask two questions.',
    zh: '此问题同时问了两件事（{{words}}），无法判断回答的是哪一件。请分成两个问题。',
  },
  'lint.leading': {
    en: 'This puts an answer into the mouths of respondents ({{words}}). Ask without praise or expectation.',
    zh: '此问题诱导受访者作答（{{words}}）。请不带赞美或预期地提问。',
  },
  'lint.noEndLabels': {
    en: 'Nobody can know which end of this scale is the good one. Say what the lowest and the highest score mean ("low", "high").',
    zh: '无法知道此量表哪一端为好。请说明最低分和最高分的含义（"low"、"high"）。',
  },
  'lint.labelsReversed': {
    en: 'The labels say that the other end is the good one. Exchange them, or change "higherIsBetter".',
    zh: '说明文字表示另一端为好。请交换两者，或更改 "higherIsBetter"。',
  },
  'lint.sameSide': {
    en: 'Both ends of the scale say the same: everybody seems content, or nobody. Label one end as good and one as bad.',
    zh: '量表两端的说明属于同一侧：似乎人人满意，或人人不满。请一端写好、一端写差。',
  },
  'lint.unbalanced': {
    en: 'There are {{good}} favourable options and {{bad}} unfavourable ones, which pushes the answers to one side. Offer as many of both.',
    zh: '有 {{good}} 个正面选项和 {{bad}} 个负面选项，会使答案偏向一侧。请使两者数量相同。',
  },
} as const satisfies Readonly<Record<string, Texts>>;
