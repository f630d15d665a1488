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
} as const satisfies Readonly<Record<string, Texts>>;
