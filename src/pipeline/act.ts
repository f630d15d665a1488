import { isUuid } from '../contract/id.ts';
import type { KeeperTransaction, LockedCustomer } from '../contract/keeper.ts';
import type { Road } from './road.ts';

/**
 * Does something to customers by hand, under the locks of those who are there; then keepers measure and settle them and
 * rules judge them, all in one transaction. Gives what `work` gave.
 */
export async function act<T>(
  road: Road,
  customerIds: readonly string[],
  work: (tx: KeeperTransaction, customers: readonly LockedCustomer[]) => Promise<T>,
  now?: number,
): Promise<T> {
  let gave: { readonly value: T } | undefined;
  await road.settle({
    activities: [],
    // what can be no id is nobody's
    customerIds: customerIds.filter(isUuid),
    ...(now === undefined ? {} : { now }),
    async act(tx, customers) {
      gave = { value: await work(tx, customers) };
    },
  });
  return (gave as unknown as { readonly value: T }).value;
}
