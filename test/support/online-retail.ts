import { existsSync } from 'node:fs';

/** The shop's invoices and the answers expected from them; they lie outside the project. */
export const INVOICES = '../shared/data/online_retail_invoices.csv';
export const GOLDEN = '../shared/data/golden/online_retail_rfm_cohort.json';
export const hasInvoices = existsSync(INVOICES) && existsSync(GOLDEN);
if (!hasInvoices) console.log(`skipped: ${INVOICES} and its golden answers are not on this machine`);

/** The day after the last invoice. */
export const SNAPSHOT = Date.UTC(2011, 11, 10);

/** Invoices whose number starts with C are refunds; what is neither that nor a sale is reported. */
export const MAPPING = {
  customer: 'customer_id',
  key: 'invoice_no',
  occurredAt: { column: 'invoice_date', format: 'yyyy-MM-dd HH:mm:ss', timeZone: 'UTC' },
  activities: [
    {
      when: [{ column: 'invoice_no', startsWith: 'C' }],
      kind: 'refund',
      fields: { amount: { column: 'amount_gbp', as: 'major', negate: true, round: true }, currency: { value: 'GBP' } },
    },
    {
      when: [
        { column: 'amount_gbp', greaterThan: 0 },
        { column: 'invoice_no', matches: '^[0-9]' },
      ],
      kind: 'purchase',
      fields: {
        amount: { column: 'amount_gbp', as: 'major', round: true },
        currency: { value: 'GBP' },
        store: 'country',
      },
    },
  ],
};

const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });

export const SEGMENTS = {
  segments: [
    {
      key: 'active',
      title: 'Active in the last 30 days',
      when: { all: [leaf('ordersLast30Days', 'greaterThanInclusive', 1)] },
    },
    {
      key: 'lapsed',
      title: 'No order for 180 days',
      when: { all: [leaf('daysSinceLastPurchase', 'greaterThanInclusive', 180)] },
    },
    {
      key: 'big-spenders',
      title: 'Spent £2,000 or more in a year',
      when: { all: [leaf('spendLast365Days', 'greaterThanInclusive', 200_000)] },
    },
    {
      key: 'slowing',
      title: 'Buys half as often as before',
      when: {
        all: [
          leaf('purchaseFrequencyChange', 'lessThanInclusive', -0.5),
          leaf('ordersEver', 'greaterThanInclusive', 3),
        ],
      },
    },
    {
      key: 'returns-much',
      title: 'Returned three times or more',
      when: { all: [leaf('refundsEver', 'greaterThanInclusive', 3)] },
    },
  ],
};

export const TIERS = {
  tiers: [
    { key: 'gold', title: 'Gold', rank: 3, when: { all: [leaf('spendLast365Days', 'greaterThanInclusive', 500_000)] } },
    {
      key: 'silver',
      title: 'Silver',
      rank: 2,
      when: { all: [leaf('spendLast365Days', 'greaterThanInclusive', 100_000)] },
    },
    { key: 'bronze', title: 'Bronze', rank: 1, when: { all: [leaf('ordersLast365Days', 'greaterThanInclusive', 1)] } },
  ],
};
