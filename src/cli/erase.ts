import { operator } from '../access/viewer.ts';
import { eraseCustomer } from '../pipeline/erase.ts';
import { readCustomerArgument } from './find-customer.ts';
import { openApp } from './open-app.ts';
import type { Command } from './run.ts';

/** Erases a person for good. */
export const eraseCommand: Command = async (args) => {
  const { customer } = readCustomerArgument(args);
  const { app, close } = await openApp();
  try {
    const { personal } = app.contributions;
    const { customerId, erased } = await eraseCustomer(app.road, operator, customer, personal);
    console.log(erased ? `Erased; what is left is kept as ${customerId}.` : 'This person had been erased before.');
    return 0;
  } finally {
    await close();
  }
};
