import { type DecidedCustomer, defineKeeper, type KeeperTransaction, type Settled } from '#contract';
import { caseActivities } from './activities.ts';
import { announced } from './announcements/told.ts';
import { escalated, nextOf, settleCases } from './cases/settle-cases.ts';
import { readOpenCases, writeCases } from './cases/store.ts';
import { changeOf, loopChanges } from './changes.ts';
import { LOOP, type LoopDocument } from './document/document.ts';
import { type Asked, askCustomers, type Told } from './follow-ups/ask.ts';
import { readWaiting } from './follow-ups/store.ts';
import { isHeard } from './rules-of.ts';

const STEPS = new Set(caseActivities.map(({ key }) => key));

/** Opens cases and asks for more upon what customers say, and moves cases by what is done about them and by the clock. */
export const loopKeeper = defineKeeper({
  key: 'feedback-loop',
  activities: 'all',
  changes: loopChanges.map(({ type }) => type),
  async settle(customers, tx) {
    const concerned = customers.filter(
      (one) => !one.erased && (one.called || one.activities.some(({ kind }) => STEPS.has(kind)) || isHeard(one)),
    );
    return concerned.length === 0 ? [] : settleVoices(concerned, tx);
  },
  async agenda(customerIds, until, look) {
    const ruleSets = look.ruleSets(LOOP);
    return (await readOpenCases(look, customerIds))
      .filter((one) => !one.escalated && one.dueAt !== null && one.dueAt <= until)
      .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
      .map((one) => {
        const ruleSet = ruleSets.find(({ key }) => key === one.ruleSet);
        const after = escalated(one, ruleSet?.document as LoopDocument | undefined);
        const change = changeOf(one, after, 'escalated', ruleSet);
        return { customerId: one.customerId, at: one.dueAt as number, changes: [change] };
      });
  },
});

async function settleVoices(customers: readonly DecidedCustomer[], tx: KeeperTransaction): Promise<Settled[]> {
  const ids = customers.map(({ customerId }) => customerId);
  const [open, waiting, announcements] = await Promise.all([
    readOpenCases(tx, ids),
    readWaiting(tx, ids),
    announced(customers, tx),
  ]);
  const cases = Map.groupBy(open, ({ customerId }) => customerId);
  const waits = Map.groupBy(waiting, ({ customerId }) => customerId);
  const settlements = customers.map((one) => settleCases(one, cases.get(one.customerId) ?? [], tx));
  await writeCases(
    tx,
    settlements.flatMap(({ cases, touched }) => [...cases.values()].filter(({ id }) => touched.has(id))),
  );
  const asked = customers.map((customer, i): Asked => {
    const { followUps: fresh, heard } = settlements[i] as (typeof settlements)[number];
    return { customer, fresh, heard, waiting: waits.get(customer.customerId) ?? [] };
  });
  const told = await askCustomers(asked, tx);
  return asked.map((one, i) => {
    const { cases, changes } = settlements[i] as (typeof settlements)[number];
    const follow = told.get(one) as Told;
    const next = Math.min(nextOf(cases.values()), follow.next);
    const { customerId } = one.customer;
    const made = announcements.get(customerId) ?? [];
    return { customerId, changes: [...changes, ...made, ...follow.changes], ...(Number.isFinite(next) && { next }) };
  });
}
