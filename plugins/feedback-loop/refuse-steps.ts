import { type ActivityFollower, isUuid, type Phrase, type Preparation, say } from '#contract';
import { caseActivities } from './activities.ts';
import { mayReach, reachedBy } from './cases/case.ts';
import type { State } from './document/document.ts';
import { phrases } from './document/words.ts';

/** Refuses steps of cases that are not there, are over, or have come further already. */
export const refuseSteps: ActivityFollower = {
  of: caseActivities.map(({ key }) => key),
  async prepare(drafts, look) {
    const ids = drafts.map(({ payload }) => String(payload.case)).filter(isUuid);
    const rows = await look.query<{ id: string; state: State; customerId: string; externalId: string }>(
      'feedback-steps',
      `select k.id, k.state, k.customer_id as "customerId", c.external_id as "externalId"
         from feedback_loop_case k join customer c on c.id = k.customer_id where k.id = any($1::uuid[])`,
      [ids],
    );
    const cases = new Map(rows.map((row) => [row.id, row]));
    return drafts.map(({ kind, customer, payload }): Preparation | undefined => {
      const named = cases.get(String(payload.case));
      const isTheirs = named && (named.customerId === customer.id || named.externalId === customer.externalId);
      const state = isTheirs ? named.state : undefined;
      const refuse = (code: string, phrase: Phrase): Preparation => ({
        issues: [{ path: ['case'], code, message: say(phrase, 'en'), phrase }],
      });
      if (state === undefined) return refuse('UNKNOWN_CASE', phrases.unknownCase());
      if (state === 'told') return refuse('CASE_CLOSED', phrases.caseClosed());
      const to = reachedBy(kind);
      if (to && !mayReach(state, to)) return refuse('CASE_FURTHER', phrases.caseFurther({ state }));
      return undefined;
    });
  },
};
