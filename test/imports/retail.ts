import type { ActivityMapping } from '../../src/imports/mapping.ts';

const amount = { column: 'amount_gbp', as: 'major', round: true } as const;
const currency = { value: 'GBP' };

/** The columns of online_retail_invoices.csv. */
export const COLUMNS = ['invoice_no', 'customer_id', 'invoice_date', 'country', 'lines', 'units', 'amount_gbp'];

/** How its rows become purchases and refunds. */
export const RETAIL: ActivityMapping = {
  customer: 'customer_id',
  key: 'invoice_no',
  occurredAt: { column: 'invoice_date', format: 'yyyy-MM-dd HH:mm:ss', timeZone: 'Europe/London' },
  activities: [
    {
      when: [{ column: 'invoice_no', startsWith: 'C' }],
      kind: 'refund',
      fields: { amount: { ...amount, negate: true }, currency },
    },
    {
      when: [
        { column: 'amount_gbp', greaterThan: 0 },
        { column: 'invoice_no', matches: '^[0-9]' },
      ],
      kind: 'purchase',
      fields: { amount, currency, store: 'country' },
    },
  ],
};
