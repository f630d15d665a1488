import type { Parameters } from '../db/parameters.ts';

/** What answers are put into groups by. */
export type Grouping =
  | { readonly by: 'field'; readonly field: GroupField }
  /** Outcomes of rule sets, as they hold now; a customer may be in several, or in none. */
  | { readonly by: 'outcome'; readonly codes: readonly number[] }
  /** An attribute of customers, as it is now. */
  | { readonly by: 'attribute'; readonly key: string }
  /** A property of responses. */
  | { readonly by: 'property'; readonly key: string }
  /** The answer to another question of the same response. */
  | { readonly by: 'answer'; readonly question: string };

/** What is known of every answer. */
export type GroupField = 'store' | 'channel' | 'touchpoint' | 'online' | 'wave' | 'version' | 'survey';

/** Groups that one figure can be split into. */
export const MOST_GROUPS = 500;

/** How rows `a` come to the key of their group. */
export interface GroupSql {
  /** What is joined to them. */
  readonly join: string;
  /** The key, as text; null: of no group. */
  readonly key: string;
  /** Whether `customer c` is needed. */
  readonly customer: boolean;
}

export const UNGROUPED: GroupSql = { join: '', key: 'null::text', customer: false };

/** Whether invitations can be put into these groups as well. */
export const ofInvitations = (grouping: Grouping | null): boolean =>
  grouping?.by !== 'property' && grouping?.by !== 'answer';

/** Whether an answer may be in several groups. */
export const overlaps = (grouping: Grouping | null): boolean => grouping?.by === 'outcome' || grouping?.by === 'answer';

export function groupSql(grouping: Grouping | null, parameters: Parameters): GroupSql {
  switch (grouping?.by) {
    case undefined:
      return UNGROUPED;
    case 'field':
      return { ...UNGROUPED, key: `a.${grouping.field === 'survey' ? 'survey_id' : grouping.field}::text` };
    case 'attribute':
      return { ...UNGROUPED, key: `c.attributes ->> ${parameters.bind(grouping.key, 'text')}`, customer: true };
    case 'property':
      return { ...UNGROUPED, key: `a.properties ->> ${parameters.bind(grouping.key, 'text')}` };
    case 'outcome': {
      const codes = parameters.bind(grouping.codes, 'int[]');
      const join = `left join outcome o on o.customer_id = a.customer_id and o.code = any(${codes})`;
      return { ...UNGROUPED, join, key: 'o.code::text' };
    }
    case 'answer': {
      const question = parameters.bind(grouping.question, 'text');
      // a look-up by the primary key for each answer, whatever the planner thinks of how many there are
      const join = `left join lateral (
          select unnest(case when score is null then choices else array[score::text] end) as chosen from survey_answer
           where respondent = a.respondent and response = a.response and question = ${question}) b on true`;
      return { ...UNGROUPED, join, key: 'b.chosen' };
    }
  }
}
