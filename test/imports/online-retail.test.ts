import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkActivity } from '../../src/activities/check-activity.ts';
import { coreActivities } from '../../src/activities/kinds.ts';
import { mapActivityRow } from '../../src/imports/map-row.ts';
import { openSource } from '../../src/imports/open-source.ts';
import { readRows } from '../../src/imports/read-rows.ts';
import { RETAIL } from './retail.ts';

const PATH = fileURLToPath(new URL('../../../shared/data/online_retail_invoices.csv', import.meta.url));
const present = existsSync(PATH);
if (!present) console.log(`Skipped: ${PATH} is absent; the data may not be copied into this repository.`);

const kinds = new Map(coreActivities.map((kind) => [kind.key, kind]));

/** Independent: the file has no quotes, so a naive split will do. */
function expectation() {
  const counts = {
    rows: 0,
    purchase: 0,
    refund: 0,
    MISSING_CUSTOMER: 0,
    NO_KIND: 0,
    purchasePence: 0n,
    refundPence: 0n,
  };
  for (const line of readFileSync(PATH, 'utf8').trim().split('\n').slice(1)) {
    const [invoice = '', customer, , , , , amount = ''] = line.split(',');
    // Tenths of a penny, then pence with half away from zero.
    const mills = BigInt(amount.trim().replace('.', ''));
    const pence = mills < 0n ? -((-mills + 5n) / 10n) : (mills + 5n) / 10n;
    const kind = invoice.startsWith('C') ? 'refund' : mills > 0n && /^\d/.test(invoice) ? 'purchase' : undefined;
    counts.rows += 1;
    if (!customer) counts.MISSING_CUSTOMER += 1;
    if (!kind) counts.NO_KIND += 1;
    if (!customer || !kind) continue;
    counts[kind] += 1;
    counts[`${kind}Pence`] += kind === 'refund' ? -pence : pence;
  }
  return counts;
}

test.skipIf(!present)(
  'the 25,900 invoices of a real shop become purchases, refunds and the expected row errors',
  async () => {
    const counts = {
      rows: 0,
      purchase: 0,
      refund: 0,
      MISSING_CUSTOMER: 0,
      NO_KIND: 0,
      purchasePence: 0n,
      refundPence: 0n,
    };
    const { stream, bytesRead, bytesTotal } = await openSource(PATH);
    for await (const row of readRows(stream, 'csv')) {
      counts.rows += 1;
      expect(row.line).toBe(counts.rows + 1);
      if (!row.values) throw new Error(row.problem.message);
      const { input, problems } = mapActivityRow(row, RETAIL, kinds);
      for (const { code } of problems ?? []) counts[code as 'NO_KIND'] += 1;
      if (!input) continue;
      const kind = input.kind as 'purchase' | 'refund';
      counts[kind] += 1;
      counts[`${kind}Pence`] += BigInt(input.fields.amount as number);
      expect(checkActivity(input, kinds, 'GBP')).toHaveProperty('draft');
    }
    expect(counts).toEqual(expectation());
    expect(counts.rows).toBe(25_900);
    expect(counts.MISSING_CUSTOMER).toBe(3710);
    expect(bytesRead()).toBe(bytesTotal);
  },
);
