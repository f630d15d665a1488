import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { operator } from '../access/viewer.ts';
import { customerIdOf } from '../activities/identify.ts';
import { exportCustomer } from '../customers/export.ts';
import { readCustomerArgument } from './find-customer.ts';
import { openApp } from './open-app.ts';
import type { Command } from './run.ts';

/** Writes everything that is kept of a person, as JSON. */
export const exportCommand: Command = async (args) => {
  const { customer, values } = readCustomerArgument(args, { out: { type: 'string' } });
  const { app, close } = await openApp();
  try {
    const id = customer.id ?? customerIdOf(customer.externalId);
    const text = exportCustomer(app.database, operator, id, app.contributions.personalTables.values());
    const first = await text.next(); // a file is made only for somebody who is there
    const whole = async function* () {
      yield first.value ?? '';
      yield* text;
    };
    const out = values.out === undefined ? process.stdout : createWriteStream(values.out, { mode: 0o600 });
    await pipeline(Readable.from(whole()), out, { end: out !== process.stdout });
    return 0;
  } finally {
    await close();
  }
};
