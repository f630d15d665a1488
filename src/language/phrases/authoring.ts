import type { Texts } from '../phrase.ts';

/** The life of versions: where they stand, and what stands in the way of doing something with them. */
export const authoring = {
  'version.name': { en: 'Version {{number}} of "{{key}}"', zh: '"{{key}}" 的第 {{number}} 版' },
  'version.draft': { en: 'a draft', zh: '草稿' },
  'version.in_review': { en: 'in review', zh: '审核中' },
  'version.changes_requested': { en: 'waiting for changes', zh: '待修改' },
  'version.approved': { en: 'approved', zh: '已批准' },
  'version.scheduled': { en: 'scheduled', zh: '已排期' },
  'version.published': { en: 'published', zh: '已发布' },
  'version.superseded': { en: 'superseded', zh: '已被取代' },
  'version.discarded': { en: 'discarded', zh: '已放弃' },
  'deed.submit': { en: 'submitted for review', zh: '提交审核' },
  'deed.approve': { en: 'approved', zh: '批准' },
  'deed.send_back': { en: 'sent back for changes', zh: '退回修改' },
  'deed.discard': { en: 'discarded', zh: '放弃' },
  'deed.unschedule': { en: 'taken back from a schedule', zh: '取消排期' },
  'authoring.wrongStatus': {
    en: '{{version}} is {{status}}, so it cannot be {{deed}}.',
    zh: '{{version}}目前为{{status}}，因此不能{{deed}}。',
  },
  'authoring.notThere': {
    en: 'There is no version {{number}} of a rule set "{{key}}".',
    zh: '没有规则集 "{{key}}" 的第 {{number}} 版。',
  },
  'authoring.commentTooLong': {
    en: 'A comment has at most {{most}} characters.',
    zh: '备注最多 {{most}} 个字符。',
  },
  'authoring.sayWhatToChange': { en: 'Say what is to be changed.', zh: '请说明需要修改什么。' },
  'authoring.notAReviewer': {
    en: 'Rule sets of kind {{kind}} are approved by {{names}}.',
    zh: '{{kind}} 类型的规则集由{{names}}批准。',
  },
  'authoring.ownWork': {
    en: 'You wrote or edited this version yourself: somebody else has to approve it.',
    zh: '此版本由您本人编写或修改，须由他人批准。',
  },
  'authoring.conflict': {
    en: '{{version}} was saved after the version {{base}} that you edited. Look at the difference, then save on top of version {{number}}; or keep both, with "beside".',
    zh: '{{version}}是在您所编辑的第 {{base}} 版之后保存的。请查看差异，再基于第 {{number}} 版保存；或用 "beside" 保留两者。',
  },
  'authoring.unknownBase': {
    en: 'There is no version {{number}} of "{{key}}" that this could be edited from.',
    zh: '"{{key}}" 没有可供编辑的第 {{number}} 版。',
  },
  'authoring.kindStays': {
    en: '"{{key}}" is a rule set of kind {{kind}}; its kind stays.',
    zh: '"{{key}}" 是 {{kind}} 类型的规则集，其类型不能更改。',
  },
  'authoring.unknownKind': {
    en: 'There is no kind "{{kind}}"; there are {{kinds}}.',
    zh: '没有类型 "{{kind}}"；现有{{kinds}}。',
  },
  'authoring.badKey': {
    en: 'A key has lower-case words joined by hyphens, at most 64 characters.',
    zh: '键由小写单词以连字符连接，最多 64 个字符。',
  },
  'authoring.badTitle': { en: 'A title has 1 to 200 characters.', zh: '标题为 1 到 200 个字符。' },
  'authoring.factNotPublished': {
    en: 'This fact comes from a rule set that is not published yet; publish both together.',
    zh: '此字段来自尚未发布的规则集；请将两者一起发布。',
  },
  'authoring.howMany': {
    en: 'Name 1 to {{most}} versions; these are {{given}}.',
    zh: '请指定 1 到 {{most}} 个版本；现有 {{given}} 个。',
  },
  'authoring.whenAhead': {
    en: 'The instant must lie in the future, within a year.',
    zh: '时间必须在未来一年之内。',
  },
  'authoring.nothingToGoBackTo': {
    en: '{{version}} was not published before, so there is nothing to go back to.',
    zh: '{{version}}从未发布过，因此无法恢复到它。',
  },
  'authoring.nothingPublished': { en: 'Nothing of "{{key}}" is published.', zh: '"{{key}}" 没有已发布的版本。' },
} as const satisfies Readonly<Record<string, Texts>>;
