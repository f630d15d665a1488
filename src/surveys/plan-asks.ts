import type { ActivityDraft } from '../contract/activity.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { literal } from '../db/arrays.ts';
import type { Issue } from '../errors.ts';
import type { Candidate } from '../pipeline/append.ts';
import type { RecordResult } from '../pipeline/batch.ts';
import type { CustomerState } from '../pipeline/customer-state.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { Road } from '../pipeline/road.ts';
import { type OpenAsk, readDueAsks, readOpenAsks, writeDecisions } from './ask.ts';
import { decideAsks, type Verdict } from './decide-asks.ts';
import { readFull } from './full-surveys.ts';
import { insertInvitations, tellInvitations } from './invitation.ts';
import { readSurveys } from './published.ts';
import { INVITED } from './triggers.ts';

/** Customers whose wishes are decided in one transaction. */
const BATCH = 1000;
/** What invitations are recorded under; the key is the id of the wish. */
const SOURCE = 'surveys';

/**
 * Decides the wishes that are due, of one batch of customers: who is invited, and who is not and why. Customers whom
 * somebody else holds are left for the next time. Returns how many wishes were decided; `now` is the database's clock
 * when absent.
 */
export async function planAsks(road: Road, now?: number, most: number = BATCH): Promise<number> {
  const due = await readDueAsks(road.database, now, most);
  if (due.length === 0) return 0;
  return (await decide(road, due, true, now)).length;
}

/** Decides until nothing is due that can be decided. */
export async function planAllAsks(road: Road, now?: number, onProgress?: (decided: number) => void): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await planAsks(road, now);
    if (count === 0) return total;
    total += count;
    onProgress?.(total);
  }
}

/** Decides these wishes, and waits for whoever holds their customers unless told to skip them. */
export async function decide(
  road: Road,
  asks: readonly OpenAsk[],
  skipLocked: boolean,
  now?: number,
): Promise<readonly Verdict[]> {
  await settleOverdue(road, asks, now);
  const surveys = new Map([...(await readSurveys(road.database)).values()].map((survey) => [survey.id, survey]));
  // the transaction may be tried again, and only what the last one said counts
  let said: { readonly tx: RoadTransaction; readonly verdicts: readonly Verdict[] } | undefined;
  let verdicts: readonly Verdict[] = [];
  await road.settle({
    activities: asks.map((ask) => draftOf(ask, surveys.get(ask.surveyId)?.key ?? ask.surveyId)),
    skipLocked,
    ...(now !== undefined && { now }),
    async refuse(candidates, tx, engine, customers) {
      said = { tx, verdicts: await invite(candidates, tx, engine, customers) };
      const invited = new Set(said.verdicts.flatMap(({ invitation }) => invitation?.id ?? []));
      return new Map(candidates.filter(({ draft }) => !invited.has(draft.key)).map(({ id }) => [id, NOT_NOW]));
    },
    async alongside(tx, results) {
      verdicts = said?.tx === tx ? said.verdicts : [];
      await endUnrecorded(tx, asks, results);
    },
  });
  if (verdicts.some(({ invitation }) => invitation)) road.onChanges();
  return verdicts;
}

const NOT_NOW: readonly Issue[] = [
  { path: [], code: 'NOT_INVITED', message: 'The customer is not invited now; the wish says why.' },
];

const draftOf = (ask: OpenAsk, survey: string): ActivityDraft => ({
  customer: { id: ask.customerId },
  kind: INVITED,
  key: ask.id,
  source: SOURCE,
  payload: {
    survey,
    invitation: ask.id,
    ...(ask.touchpoint !== null && { touchpoint: ask.touchpoint }),
    ...(ask.wave !== null && { wave: ask.wave }),
  },
});

/** Under the locks: decides what is still open, makes the invitations and tells of them. */
async function invite(
  candidates: readonly Candidate[],
  tx: RoadTransaction,
  engine: Engine,
  locked: readonly CustomerState[],
): Promise<readonly Verdict[]> {
  const { now } = tx;
  const names = candidates.map(({ customerId, draft }) => ({ customerId, id: draft.key }));
  const [open, published] = await Promise.all([readOpenAsks(tx, names), readSurveys(tx)]);
  const surveys = new Map([...published.values()].map((survey) => [survey.id, survey]));
  const customers = new Map(locked.map((customer) => [customer.id, customer]));
  const full = await readFull(tx, [...surveys.values()]);
  const verdicts = await decideAsks(tx, open, { engine, customers, surveys, full, now });
  const activities = new Map(candidates.map(({ draft, id }) => [draft.key, id]));
  const invited = verdicts.flatMap(({ ask, invitation }) => {
    const customer = customers.get(ask.customerId);
    const activityId = ask.causeActivity ?? activities.get(ask.id);
    return invitation && customer && activityId !== undefined ? [{ invitation, customer, activityId }] : [];
  });
  await insertInvitations(
    tx,
    invited.map(({ invitation }) => invitation),
  );
  await tellInvitations(tx, invited, now);
  return verdicts;
}

/**
 * Ends wishes whose invitation can never be recorded: of a person who was erased meanwhile, or when somebody took their
 * key. They would come up again and again.
 */
async function endUnrecorded(
  tx: RoadTransaction,
  asks: readonly OpenAsk[],
  results: readonly RecordResult[],
): Promise<void> {
  const ended = results.flatMap((result, i) => {
    const ask = asks[i];
    if (!ask || result.status === 'accepted') return [];
    const [issue] = result.status === 'rejected' ? result.issues : [];
    if (issue?.code === 'NOT_INVITED' || issue?.code === 'UNKNOWN_CUSTOMER') return [];
    const reason = issue?.code === 'CUSTOMER_ERASED' ? 'customerErased' : 'notRecorded';
    return [{ ask, state: 'passed' as const, reason, nextAt: null }];
  });
  await writeDecisions(tx, ended, tx.now);
}

/** Facts are judged as they are now: whoever is due for the sweeper is settled before. */
async function settleOverdue(road: Road, asks: readonly OpenAsk[], now?: number): Promise<void> {
  const overdue = await road.database.query<{ id: string }>(
    'overdue-customers',
    `select customer_id as id from due where customer_id = any($1::uuid[])
        and due_at <= coalesce($2::float8, extract(epoch from clock_timestamp()) * 1000)`,
    [literal([...new Set(asks.map(({ customerId }) => customerId))]), now ?? null],
  );
  if (overdue.length === 0) return;
  const customerIds = overdue.map(({ id }) => id);
  await road.settle({ activities: [], customerIds, skipLocked: true, ...(now !== undefined && { now }) });
}
