import { expect, test } from 'vitest';
import { coreActivities } from '../../src/activities/kinds.ts';
import { checkMapping } from '../../src/imports/check-mapping.ts';
import { defaultActivityMapping, defaultCustomerMapping } from '../../src/imports/default-mapping.ts';
import { mapActivityRow, mapCustomerRow } from '../../src/imports/map-row.ts';
import type { AttributeDeclaration } from '../../src/imports/mapping.ts';
import { rowWith } from './rows.ts';

const kinds = new Map(coreActivities.map((kind) => [kind.key, kind]));
const ndjson = defaultActivityMapping('ndjson', kinds);
const fromJson = (values: Record<string, unknown>) => mapActivityRow(rowWith(values), ndjson, kinds);

test('the default mappings pass the check', () => {
  expect(checkMapping(ndjson, 'activities', kinds)).toEqual([]);
  const columns = ['customer', 'kind', 'key', 'occurredAt', 'amount', 'currency', 'plan', 'complaint'];
  expect(checkMapping(defaultActivityMapping('csv', kinds, columns), 'activities', kinds, columns)).toEqual([]);
});

test('NDJSON in the shape of the API is taken as it is', () => {
  const values = {
    customer: { externalId: 'c-1' },
    key: 'k-1',
    occurredAt: '2026-03-01T09:30:00+01:00',
    purchase: {
      amount: { amountMinor: 1250, currencyCode: 'EUR' },
      channel: 'store',
      items: [{ sku: 'x', quantity: 1, amount: { amountMinor: 1250, currencyCode: 'EUR' } }],
    },
  };
  expect(fromJson(values)).toEqual({
    input: {
      customer: { externalId: 'c-1' },
      kind: 'purchase',
      key: 'k-1',
      source: 'import',
      occurredAt: Date.parse('2026-03-01T08:30:00Z'),
      fields: { amount: 1250, currency: 'EUR', channel: 'store', items: [{ sku: 'x', quantity: 1, amount: 1250 }] },
    },
  });
});

test('NDJSON may name customers by our id, and leave the time out', () => {
  const { input } = fromJson({ customer: { id: 'u' }, key: 'k', planCancelled: { plan: 'p' } });
  expect(input).toEqual({
    customer: { id: 'u' },
    kind: 'planCancelled',
    key: 'k',
    source: 'import',
    fields: { plan: 'p' },
  });
});

test('an object of two kinds or of none is an error of its row', () => {
  const base = { customer: { externalId: 'c' }, key: 'k' };
  const codes = (values: object) => fromJson({ ...base, ...values }).problems?.map(({ code }) => code);
  expect(codes({})).toEqual(['NO_KIND']);
  expect(codes({ purchse: {} })).toEqual(['NO_KIND']);
  expect(codes({ planCancelled: { plan: 'p' }, complaintOpened: { complaint: 'c' } })).toEqual(['SEVERAL_KINDS']);
});

test('CSV with our column names is taken as it is, with the kinds that its columns suffice for', () => {
  const columns = ['customer', 'kind', 'key', 'occurredAt', 'amount', 'currency', 'plan', 'duration'];
  const mapping = defaultActivityMapping('csv', kinds, columns);
  expect(mapping.activities.map(({ kind }) => kind)).toEqual(['purchase', 'refund', 'planRenewed', 'planCancelled']);
  const row = {
    customer: 'c',
    key: 'k',
    occurredAt: '2026-03-01T09:30:00Z',
    amount: '12.50',
    currency: 'EUR',
    plan: 'p',
  };
  const of = (kind: string) => mapActivityRow(rowWith({ ...row, kind }), mapping, kinds);
  expect(of('refund').input).toMatchObject({ kind: 'refund', fields: { amount: 1250, currency: 'EUR' } });
  expect(of('planCancelled').input?.fields).toEqual({ plan: 'p' });
  expect(of('refnd').problems).toMatchObject([{ column: 'kind', value: 'refnd', code: 'NO_KIND' }]);
});

test('CSV columns that end in Minor hold minor units', () => {
  const columns = ['customer', 'kind', 'amountMinor', 'currency'];
  const mapping = defaultActivityMapping('csv', kinds, columns);
  const { input } = mapActivityRow(
    rowWith({ customer: 'c', kind: 'purchase', amountMinor: '1250', currency: 'EUR' }),
    mapping,
    kinds,
  );
  expect(input?.fields.amount).toBe(1250);
  expect(input?.key).toMatch(/^row-[0-9a-f]{40}-1$/);
});

test('customers come with their attributes, in columns or inside `attributes`', () => {
  const attributes = new Map<string, AttributeDeclaration>([['vip', { key: 'vip', type: 'boolean' }]]);
  const expected = { input: { customer: { externalId: 'c' }, locale: 'en', attributes: { vip: true } } };
  const columns = ['externalId', 'locale', 'vip'];
  const csv = defaultCustomerMapping('csv', attributes, columns);
  expect(checkMapping(csv, 'customers', kinds, columns, attributes)).toEqual([]);
  expect(mapCustomerRow(rowWith({ externalId: 'c', locale: 'en', vip: 'true' }), csv, attributes)).toEqual(expected);
  const json = defaultCustomerMapping('ndjson', attributes);
  const values = { externalId: 'c', locale: 'en', attributes: { vip: true } };
  expect(mapCustomerRow(rowWith(values), json, attributes)).toEqual(expected);
});
