import { findClient, insertClient } from '../access/clients.ts';
import { lockAccess } from '../access/keep-reachable.ts';
import { rotateKeys } from '../access/keys.ts';
import { operator } from '../access/viewer.ts';
import type { App } from '../app.ts';

const NAME = 'retinue serve --demo';
const DAY = 86_400_000;

/** Makes a key for those who try the demo: it may do what the first steps do, and ends after a day. */
export const makeDemoKey = ({ database }: App): Promise<string> =>
  database.transact(async (sql) => {
    await lockAccess(sql);
    const client =
      (await findClient(sql, NAME)) ??
      (await insertClient(sql, operator, {
        name: NAME,
        role: 'marketer',
        scopes: ['activities:write', 'customers:write'],
      }));
    return (await rotateKeys(sql, operator, client.id, new Date(Date.now() + DAY))).text;
  });
