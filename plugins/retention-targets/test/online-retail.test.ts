import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { loadPlugins } from '../../../src/load-plugins.ts';
import { testApp } from '../../../test/support/app.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { hasInvoices, INVOICES, MAPPING, SNAPSHOT } from '../../../test/support/online-retail.ts';
import { publish } from '../../../test/support/road.ts';
import { example } from '../document/example.ts';

describe.runIf(hasInvoices)('the invoices of a shop', () => {
  let shop: Awaited<ReturnType<typeof testApp>>;

  beforeAll(async () => {
    const url = await testDatabase();
    const options = { currency: 'GBP', timeZone: 'UTC', clock: () => SNAPSHOT };
    const app = await createApp({ url, plugins: await loadPlugins(), ...options });
    // who was won back hangs on the order of the import
    await publish(app.road, 'life', 'retention-targets', { ...example, stages: example.stages.slice(1) });
    await app.close();
    const mapping = path.join(mkdtempSync(path.join(tmpdir(), 'retail-')), 'mapping.json');
    writeFileSync(mapping, JSON.stringify(MAPPING));
    const args = ['test/support/import-retail.ts', url, INVOICES, mapping, String(SNAPSHOT)];
    await promisify(execFile)(process.execPath, args);
    shop = await testApp({ url, ...options });
  });

  it('customers are retained from quarter to quarter as published', async () => {
    const { retention } = await shop.data<{ retention: object[] }>(
      `{ retention(span: QUARTER, from: "2011-01-01", until: "2012-01-01") { before active retained new returned rate isOver } }`,
    );
    const row = (before: number, active: number, retained: number, fresh: number, returned: number, rate: number) => ({
      ...{ before, active, retained, returned, new: fresh, rate: expect.closeTo(rate, 4) },
    });
    expect(retention).toEqual([
      { ...row(885, 1776, 527, 1249, 0, 0.5955), isOver: true },
      { ...row(1776, 1991, 1043, 826, 122, 0.5873), isOver: true },
      { ...row(1991, 2161, 1211, 656, 294, 0.6082), isOver: true },
      { ...row(2161, 2560, 1355, 722, 483, 0.627), isOver: false },
    ]);
  });

  it('stages part the customers, by when they bought last', async () => {
    const told = await shop.app.database.query<{ stage: string; customers: number }>(
      '',
      `select substr(o.key, 7) as stage, count(*)::int as customers from outcome join outcome_code o using (code)
        where o.key like 'stage.%' group by 1 order by 1`,
    );
    const counted = await shop.app.database.query<{ stage: string; customers: number }>(
      '',
      `with bought as (
         select c.id, floor(extract(epoch from $1 - max(a.occurred_at)) / 86400) as days, count(a.id) as orders
           from customer c left join activity a on a.customer_id = c.id and a.kind = 'purchase' group by 1)
       select case when days is null or days < 90 and orders <= 1 then 'onboarding' when days < 90 then 'active'
                   when days < 180 then 'at-risk' when days < 365 then 'lapsed' else 'churned' end as stage,
              count(*)::int as customers
         from bought group by 1 order by 1`,
      [new Date(SNAPSHOT)],
    );
    expect(told).toEqual(counted);
    expect(told).toHaveLength(5);
  });
});
