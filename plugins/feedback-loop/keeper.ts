import { type ContactWish, type DecidedCustomer, defineKeeper, type KeeperTransaction, type Settled } from '#contract';
import { caseActivities } from './activities.ts';
import { escalated, type FollowUp, nextOf, settleCases } from './cases/settle-cases.ts';
import { readOpenCases, writeCases } from './cases/store.ts';
import { changeOf, FollowUpAsked, loopChanges } from './changes.ts';
import { LOOP, type LoopDocument } from './document/document.ts';
import { watched } from './rules-of.ts';

const STEPS = new Set(caseActivities.map(({ key }) => key));

/** Opens cases and asks for more upon what customers say, and moves cases by what is done about them and by the clock. */
export const loopKeeper = defineKeeper({
  key: 'feedback-loop',
  activities: 'all',
  changes: loopChanges.map(({ type }) => type),
  async settle(customers, tx) {
    const kinds = watched(tx);
    const concerned = customers.filter(
      ({ called, activities, erased }) =>
        !erased && (called || activities.some(({ kind }) => STEPS.has(kind) || kinds.has(kind))),
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
  const open = Map.groupBy(
    await readOpenCases(
      tx,
      customers.map(({ customerId }) => customerId),
    ),
    ({ customerId }) => customerId,
  );
  const settlements = customers.map((one) => settleCases(one, open.get(one.customerId) ?? [], tx));
  await writeCases(
    tx,
    settlements.flatMap(({ cases, touched }) => [...cases.values()].filter(({ id }) => touched.has(id))),
  );
  const asked = await ask(
    settlements.flatMap(({ followUps }) => followUps),
    tx,
  );
  return customers.map(({ customerId }, i) => {
    const { cases, changes, followUps } = settlements[i] as (typeof settlements)[number];
    const next = nextOf(cases.values());
    const told = followUps.flatMap((one) => {
      const channel = asked.get(one);
      return channel === undefined ? [] : [changeOfAsk(one, channel)];
    });
    return { customerId, changes: [...changes, ...told], ...(next !== undefined && { next }) };
  });
}

/** Reserves the attention of customers; gives the way by which each is asked who may be. */
async function ask(followUps: readonly FollowUp[], tx: KeeperTransaction): Promise<ReadonlyMap<FollowUp, string>> {
  const asked = new Map<FollowUp, string>();
  if (followUps.length === 0) return asked;
  const verdicts = await tx.contacts.reserve(
    followUps.map(
      ({ id, customerId, followed, channels }): ContactWish => ({
        ...{ id, customerId, purpose: 'follow-up', subject: followed.rule.key },
        ...(channels && { channels }),
      }),
    ),
  );
  followUps.forEach((one, i) => {
    const verdict = verdicts[i];
    if (verdict?.allowed) asked.set(one, verdict.channel);
  });
  await tx.contacts.commit([...asked.keys()]);
  return asked;
}

const changeOfAsk = ({ followed, ask: what, activityId, why }: FollowUp, channel: string) => ({
  ...{ type: FollowUpAsked.type, key: followed.rule.key, from: null, to: what, ruleSet: followed.ruleSet, why },
  details: { activityId, channel },
});
