import type { Texts } from '../phrase.ts';

/** What a look at a whole document finds: allowed, and probably not meant. */
export const analysis = {
  'analysis.ruleNeverHolds': {
    en: 'This rule can never hold: no value of "{{title}}" satisfies what is asked here.',
    zh: '此规则永远不会成立：“{{title}}”没有任何值能满足此处的要求。',
  },
  'analysis.partNeverHolds': {
    en: 'This part can never hold: no value of "{{title}}" satisfies what is asked here.',
    zh: '此部分永远不会成立：“{{title}}”没有任何值能满足此处的要求。',
  },
  'analysis.ruleAlwaysHolds': {
    en: 'This rule always holds: every value of "{{title}}" satisfies what is asked here, unknown included.',
    zh: '此规则总是成立：“{{title}}”的任何值都满足此处的要求，未知也不例外。',
  },
  'analysis.partAlwaysHolds': {
    en: 'This part always holds: every value of "{{title}}" satisfies what is asked here, unknown included.',
    zh: '此部分总是成立：“{{title}}”的任何值都满足此处的要求，未知也不例外。',
  },
  'analysis.contradicts': {
    en: 'This rule can never hold: its conditions contradict each other.',
    zh: '此规则永远不会成立：其条件相互矛盾。',
  },
  'analysis.certain': {
    en: 'This rule always holds: whatever is known of the customer, some of its conditions are met.',
    zh: '此规则总是成立：无论客户情况如何，总有条件满足。',
  },
  'analysis.shadowed': {
    en: '“{{title}}” can never be reached: where it holds, “{{other}}” holds as well, and that comes first.',
    zh: '“{{title}}”永远无法达到：它成立时“{{other}}”也成立，而后者优先。',
  },
  'analysis.shadowedTogether': {
    en: '“{{title}}” can never be reached: where it holds, one of those that come first holds as well.',
    zh: '“{{title}}”永远无法达到：它成立时，总有优先的一项也成立。',
  },
  'analysis.equal': {
    en: '“{{title}}” and “{{other}}” hold for exactly the same customers.',
    zh: '“{{title}}”与“{{other}}”对完全相同的客户成立。',
  },
  'analysis.gap': {
    en: 'Nothing holds with “{{title}}” {{from}} and {{to}}, while something does with less and with more.',
    zh: '“{{title}}”{{from}} 且{{to}} 时没有任何一项成立，而更小和更大时都有。',
  },
  'analysis.overlap': {
    en: '“{{title}}” ends inside “{{other}}”: with “{{fact}}” {{from}} and {{to}} both hold, and “{{other}}” comes first.',
    zh: '“{{title}}”的范围与“{{other}}”重叠：“{{fact}}”{{from}} 且{{to}} 时两者都成立，“{{other}}”优先。',
  },
  'bound.atLeast': { en: 'of at least {{value}}', zh: '至少为 {{value}}' },
  'bound.moreThan': { en: 'of more than {{value}}', zh: '大于 {{value}}' },
  'bound.atMost': { en: 'at most {{value}}', zh: '至多为 {{value}}' },
  'bound.lessThan': { en: 'less than {{value}}', zh: '小于 {{value}}' },
  'analysis.partOfPenny': {
    en: '“{{title}}” is counted in the smallest unit of the currency, and {{value}} is not a whole number of it. Write 1250 for 12.50.',
    zh: '“{{title}}”以货币最小单位计，而 {{value}} 不是整数。12.50 请写 1250。',
  },
  'analysis.tooShort': {
    en: '“{{title}}” is counted in milliseconds, and {{value}} of them are less than a second. Write 3600000 for an hour.',
    zh: '“{{title}}”以毫秒计，{{value}} 毫秒不到一秒。一小时请写 3600000。',
  },
  'analysis.hugeShare': {
    en: '“{{title}}” is a share, and {{value}} is {{percent}}. Write {{share}} for {{value}} percent.',
    zh: '“{{title}}”是比例，{{value}} 即 {{percent}}。百分之 {{value}} 请写 {{share}}。',
  },
} as const satisfies Readonly<Record<string, Texts>>;
