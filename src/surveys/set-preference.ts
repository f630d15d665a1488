import { type Actor, audit } from '../access/audit.ts';
import { isUuid } from '../activities/identify.ts';
import { type PreferenceInput, writePreference } from '../contacts/preferences.ts';
import { NotFoundError } from '../errors.ts';
import { act } from '../pipeline/act.ts';
import type { Road } from '../pipeline/road.ts';
import { wakeAsksOf } from './wake-asks.ts';

/** Notes what a customer wishes about contacts; whatever waited for it, here or at a keeper, is looked at again at once. */
export async function setPreference(
  road: Road,
  actor: Actor,
  customerId: string,
  input: PreferenceInput,
  now?: number,
): Promise<void> {
  if (!isUuid(customerId)) throw noCustomer();
  await act(
    road,
    [customerId],
    async (tx, [customer]) => {
      if (!customer) throw noCustomer();
      if (customer.erased) throw new NotFoundError('This person was erased.', ['customer']);
      await writePreference(tx, customerId, input, tx.now);
      await wakeAsksOf(tx, customerId);
      await audit(tx, actor, {
        action: 'contact-preference.set',
        target: { type: 'customer', id: customerId },
        after: input,
      });
    },
    now,
  );
}

const noCustomer = (): NotFoundError => new NotFoundError('There is no such customer.', ['customer']);
