import { type Actor, audit } from '../access/audit.ts';
import { ERASED_PREFIX } from '../activities/check-activity.ts';
import type { CustomerRef } from '../activities/draft.ts';
import { customerIdOf, isUuid } from '../activities/identify.ts';
import type { Person, PersonalRecords } from '../contract/personal.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { CUSTOMER_ERASED } from '../customers/changes.ts';
import { NotFoundError } from '../errors.ts';
import type { Batch } from './batch.ts';
import type { CustomerState } from './customer-state.ts';
import type { Engine } from './engine.ts';
import { eraseActivities } from './erase-activities.ts';
import type { Road } from './road.ts';

export interface Erased {
  readonly customerId: string;
  /** False: the person had been erased before, and nothing was done. */
  readonly erased: boolean;
}

/**
 * Erases a person in one transaction, under the customer's lock, down the road that every change takes: what tells who it
 * was is gone from all tables; amounts, times and counts stay under the customer's id; metrics are measured anew from
 * what the log still says, and rules judge the customer as one of whom nothing else is known. The last of the changes
 * that follow is `customer.erased`. Whatever comes later for the same `externalId` is refused.
 */
export async function eraseCustomer(
  road: Road,
  actor: Actor,
  ref: CustomerRef,
  records: readonly PersonalRecords[],
  now?: number,
): Promise<Erased> {
  const customerId = ref.id ?? customerIdOf(ref.externalId);
  if (!isUuid(customerId)) throw noCustomer();
  let erased = false;
  const batch: Batch = {
    activities: [],
    customerIds: [customerId],
    ...(now === undefined ? {} : { now }),
    async beforehand(tx, engine, [customer]) {
      erased = customer !== undefined && !customer.erased;
      if (customer && erased) await takeOut(tx, engine, customer, records);
    },
    async alongside(tx) {
      if (!erased) return;
      await appendChange(tx, customerId);
      await audit(tx, actor, { action: 'customer.erase', target: { type: 'customer', id: customerId } });
    },
  };
  const { customerIds } = await road.settle(batch);
  if (customerIds.length === 0) throw noCustomer();
  if (erased) {
    road.onChanges();
    for (const record of records) await record.tidy?.(road.database).catch(() => {});
  }
  return { customerId, erased };
}

const noCustomer = (): NotFoundError => new NotFoundError('There is no such customer.', ['customer']);

/** Takes out everything that tells of the person; what follows from the rest is left to the road. */
async function takeOut(
  tx: RoadTransaction,
  { plan }: Engine,
  customer: CustomerState,
  records: readonly PersonalRecords[],
): Promise<void> {
  const person = await readPerson(tx, customer.id);
  // first, because this is the strongest lock: what others keep of a row that names the customer is written before or after
  await eraseRow(tx, customer.id);
  await eraseActivities(tx, plan, customer.id);
  for (const { tables } of records) {
    for (const { name, column = 'customer_id', onErase } of tables)
      if (onErase === 'delete')
        await tx.query(`erase-${name}`, `delete from "${name}" where "${column}" = $1`, [person.customerId]);
  }
  for (const record of records) await record.erase?.(person, tx);
  customer.attributes = {};
  customer.locale = null;
  customer.timeZone = null;
  customer.profileChanged = true;
  customer.cause = { by: 'erasure' };
  // measured anew from the whole log: numbers may have followed from what it no longer says
  customer.metricsGeneration = -1;
}

/** Shorter texts say too little to be searched for. */
const TELLING = 6;

async function readPerson(tx: RoadTransaction, customerId: string): Promise<Person> {
  const [row] = await tx.query<{ external_id: string; attributes: Record<string, unknown> | null }>(
    'read-person',
    `select c.external_id, p.attributes from customer c left join personal_data p on p.customer_id = c.id
      where c.id = $1`,
    [customerId],
  );
  const externalId = row?.external_id ?? '';
  const told = Object.values(row?.attributes ?? {}).filter(
    (value): value is string => typeof value === 'string' && value.trim().length >= TELLING && !DAY.test(value),
  );
  return { customerId, externalId, texts: [customerId, externalId, ...told] };
}

const DAY = /^\d{4}-\d{2}-\d{2}/;

async function eraseRow(tx: RoadTransaction, customerId: string): Promise<void> {
  await tx.query(
    'erase-customer',
    `update customer set external_id = $3::text || id, locale = null, time_zone = null, attributes = '{}',
            erased_at = to_timestamp($2::float8 / 1000.0), version = version + 1 where id = $1`,
    [customerId, tx.now, ERASED_PREFIX],
  );
}

/** Behind all other changes that follow from the erasure, so that whoever follows can end with it. */
async function appendChange(tx: RoadTransaction, customerId: string): Promise<void> {
  await tx.query(
    'append-erased',
    `with c as (update customer set change_seq = change_seq + 1, stamp = 0 where id = $1 returning id, change_seq)
     insert into change (customer_id, change_seq, created_at, type, key, cause)
     select id, change_seq, to_timestamp($2::float8 / 1000.0), $3, '', '{"by": "erasure"}' from c`,
    [customerId, tx.now, CUSTOMER_ERASED],
  );
}
