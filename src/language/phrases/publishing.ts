import type { Texts } from '../phrase.ts';

/** What stands in the way of a publication or a rollout, and what suspends or stops one. */
export const publishing = {
  'blocker.alreadyPublished': { en: '{{version}} is published already.', zh: '{{version}}已经发布。' },
  'blocker.superseded': {
    en: '{{version}} was published before; go back to it with revertRuleSet.',
    zh: '{{version}}以前发布过；请用 revertRuleSet 恢复。',
  },
  'blocker.discarded': {
    en: '{{version}} was discarded; save its content as a new version.',
    zh: '{{version}}已被放弃；请将其内容另存为新版本。',
  },
  'blocker.changesRequested': {
    en: '{{version}} waits for changes that were requested; edit it, and submit it again.',
    zh: '{{version}}被要求修改；请修改后重新提交。',
  },
  'blocker.inReview': {
    en: '{{version}} is in review; somebody has to approve it.',
    zh: '{{version}}正在审核；须有人批准。',
  },
  'blocker.needsApproval': {
    en: {
      one: '{{version}} needs {{count}} approval of somebody else and has {{have}}.',
      other: '{{version}} needs {{count}} approvals of others and has {{have}}.',
    },
    zh: '{{version}}需要 {{count}} 位他人批准，目前{{have}}。',
  },
  'blocker.noApprovals': { en: 'none yet', zh: '尚无批准' },
  'blocker.approvalsOf': { en: 'those of {{names}}', zh: '已有{{names}}批准' },
  'blocker.groundMoved': {
    en: '{{version}} was begun when {{then}}; now {{now}}. Look at the difference, and save it on top of what is published.',
    zh: '{{version}}起草时{{then}}；现在{{now}}。请查看差异，并基于已发布的版本重新保存。',
  },
  'ground.nothingThen': { en: 'nothing was published', zh: '尚无已发布版本' },
  'ground.nothingNow': { en: 'nothing is', zh: '没有已发布版本' },
  'ground.then': { en: 'version {{number}} was published', zh: '已发布的是第 {{number}} 版' },
  'ground.now': { en: 'version {{number}} is', zh: '已发布的是第 {{number}} 版' },
  'blocker.twice': {
    en: '"{{key}}" is named twice; name one version of it.',
    zh: '"{{key}}" 被指定了两次；请只指定一个版本。',
  },
  'resting.kind': {
    en: 'It lies still: no plugin that is loaded brings its kind {{kind}}.',
    zh: '它处于静止状态：已加载的插件均不提供其类型 {{kind}}。',
  },
  'resting.fact': {
    en: 'It lies still: it tests "{{fact}}", which nothing that is loaded brings.',
    zh: '它处于静止状态：它检验的“{{fact}}”不由任何已加载的内容提供。',
  },
  'blocker.kindMissing': {
    en: 'The kind {{kind}} of rule set "{{key}}" is not installed.',
    zh: '规则集 "{{key}}" 的类型 {{kind}} 未安装。',
  },
  'blocker.nameTaken': {
    en: '"{{name}}" is already provided by the rule set "{{other}}"; choose another key.',
    zh: '"{{name}}" 已由规则集 "{{other}}" 提供；请选择其他键。',
  },
  'blocker.cycle': {
    en: 'Rule sets read each other in a circle: {{circle}}. Remove one of these conditions.',
    zh: '规则集互相循环引用：{{circle}}。请去掉其中一个条件。',
  },
  'blocker.breaksOther': {
    en: 'The published rule set "{{key}}" would no longer fit: {{message}}',
    zh: '已发布的规则集 "{{key}}" 将不再成立：{{message}}',
  },
  'blocker.rolloutRuns': {
    en: 'A version of "{{key}}" is being rolled out; complete that first, or go back to the version before.',
    zh: '"{{key}}" 有一个版本正在逐步推出；请先完成，或恢复到之前的版本。',
  },
  'blocker.unknownSegment': {
    en: 'There is no published segment "{{segment}}" to begin with.',
    zh: '没有可作为起点的已发布分群 "{{segment}}"。',
  },
  'blocker.noOrder': {
    en: 'Outcomes of kind {{kind}} have no order, so nobody can rise or fall.',
    zh: '{{kind}} 类型的结果没有高低之分，因此不存在升降。',
  },
  'blocker.nothingBefore': {
    en: 'Nothing of "{{key}}" is published, so there is nothing to keep or to go back to.',
    zh: '"{{key}}" 没有已发布的版本，因此无可保留，也无可恢复。',
  },
  'blocker.unknownOutcome': {
    en: 'A guard counts "{{key}}", which the document does not know.',
    zh: '护栏统计 "{{key}}"，但文档中没有它。',
  },
  'blocker.previewUnknown': {
    en: 'There is no such preview, or it is not kept any more; start a new one.',
    zh: '没有此预览，或已不再保留；请重新预览。',
  },
  'blocker.previewUnfinished': {
    en: 'The preview is not finished, or failed; wait for it, or start a new one.',
    zh: '预览尚未完成或已失败；请等待，或重新预览。',
  },
  'blocker.previewHash': {
    en: 'The preview says something else than what you have seen; look at it again.',
    zh: '预览结果与您所看到的不同；请重新查看。',
  },
  'blocker.previewOfOthers': {
    en: 'The preview is not one of exactly these versions and this rollout, as of now; preview what you publish.',
    zh: '该预览并非针对这些版本、此推出方式及当前时间；请预览您要发布的内容。',
  },
  'blocker.previewOutdated': {
    en: 'Other rules, metrics or attributes hold than when it was previewed; start a new preview.',
    zh: '自预览以来，规则、指标或属性已有变化；请重新预览。',
  },
  'blocker.populationMoved': {
    en: '{{moved}} of the customers may have moved since the preview, and you allow {{most}}; start a new preview.',
    zh: '自预览以来可能有 {{moved}} 的客户发生变化，而您允许 {{most}}；请重新预览。',
  },
  'preview.share': { en: 'A share of those who may have moved is 0 to 1.', zh: '允许变化的比例为 0 到 1。' },
  'rollout.share': { en: 'A share is a whole number from 0 to 100.', zh: '比例为 0 到 100 的整数。' },
  'rollout.until': {
    en: 'An end belongs to a rollout that only lets customers rise; set upgradesOnly too.',
    zh: '只有仅允许升级的推出才有截止时间；请同时设置 upgradesOnly。',
  },
  'rollout.forWhom': {
    en: 'Say for whom first: a share, a segment, or those who rise; or add guards.',
    zh: '请说明先对谁生效：一定比例、某个分群或仅升级者；或添加护栏。',
  },
  'rollout.guards': { en: 'There are at most {{most}} guards.', zh: '最多 {{most}} 个护栏。' },
  'rollout.guardAllows': { en: 'A guard allows 0 or more.', zh: '护栏允许的数量不能小于 0。' },
  'rollout.notRunning': {
    en: 'Nothing of a rule set "{{key}}" is being rolled out.',
    zh: '规则集 "{{key}}" 没有正在推出的版本。',
  },
  'rollout.ended': { en: 'The rollout has ended.', zh: '推出已结束。' },
  'suspended.groundMoved': {
    en: 'Another version was published in the meantime.',
    zh: '期间已发布另一个版本。',
  },
  'suspended.partMissing': {
    en: '{{version}}, which was to be published at the same time, is not scheduled any more.',
    zh: '本应同时发布的{{version}}已不在排期中。',
  },
} as const satisfies Readonly<Record<string, Texts>>;
