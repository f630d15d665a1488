import { describe, expect, test } from 'vitest';
import { checkActivity } from '../../src/activities/check-activity.ts';
import { coreActivities } from '../../src/activities/kinds.ts';
import { mapActivityRow, mapCustomerRow } from '../../src/imports/map-row.ts';
import type { ActivityMapping, AttributeDeclaration, Condition, CustomerMapping } from '../../src/imports/mapping.ts';
import { Occurrences } from '../../src/imports/row-key.ts';
import { RETAIL } from './retail.ts';
import { rowsOf, rowWith } from './rows.ts';

const kinds = new Map(coreActivities.map((kind) => [kind.key, kind]));
const invoice = {
  invoice_no: '536365',
  customer_id: ' 17850 ',
  invoice_date: '2010-12-01 08:26:00',
  country: 'United Kingdom',
  amount_gbp: '139.125',
};
const map = (values: Record<string, unknown>, mapping: ActivityMapping = RETAIL) =>
  mapActivityRow(rowWith(values), mapping, kinds);
const codes = (values: Record<string, unknown>, mapping?: ActivityMapping) =>
  map(values, mapping).problems?.map(({ code }) => code);

describe('activities', () => {
  test('a row becomes an activity in stored form, which checkActivity accepts', () => {
    const { input } = map(invoice);
    expect(input).toEqual({
      customer: { externalId: '17850' },
      kind: 'purchase',
      key: '536365',
      source: 'import',
      occurredAt: Date.parse('2010-12-01T08:26:00Z'),
      fields: { amount: 13913, currency: 'GBP', store: 'United Kingdom' },
    });
    expect(checkActivity(input as NonNullable<typeof input>, kinds, 'GBP')).toHaveProperty('draft');
  });

  test('the first entry whose conditions hold decides, and negative amounts can be turned round', () => {
    const { input } = map({ ...invoice, invoice_no: 'C536379', amount_gbp: '-27.50' });
    expect(input).toMatchObject({ kind: 'refund', fields: { amount: 2750, currency: 'GBP' } });
  });

  test('everything that is wrong with a row is told at once', () => {
    const { problems } = map({ ...invoice, customer_id: '  ', invoice_date: 'yesterday', amount_gbp: '0.00' });
    expect(problems).toEqual([
      { line: 2, column: 'customer_id', value: null, code: 'MISSING_CUSTOMER', message: expect.any(String) },
      { line: 2, column: 'invoice_date', value: 'yesterday', code: 'BAD_TIME', message: expect.any(String) },
      { line: 2, column: null, value: null, code: 'NO_KIND', message: expect.any(String) },
    ]);
  });

  test('values are shown cut to 200 characters', () => {
    const [problem] = map({ ...invoice, invoice_date: '𝄞'.repeat(300) }).problems ?? [];
    expect(problem?.value?.length).toBeLessThanOrEqual(200);
    expect(problem?.value?.isWellFormed()).toBe(true);
  });

  test('a missing key and a missing time are errors of the row', () => {
    expect(codes({ ...invoice, invoice_no: '', invoice_date: '' })).toEqual(['MISSING_TIME', 'MISSING_KEY', 'NO_KIND']);
  });

  test('names that objects inherit are not columns', () => {
    const mapping = { ...RETAIL, customer: 'constructor' };
    expect(codes(invoice, mapping)).toEqual(['MISSING_CUSTOMER']);
    expect(codes(invoice, { ...RETAIL, customer: 'constructor.name' })).toEqual(['MISSING_CUSTOMER']);
  });

  test('an unusable mapping is refused before the first row', () => {
    expect(() => map(invoice, { customer: 'c', activities: [{ kind: 'purchas' }] })).toThrow(/Did you mean “purchase”/);
  });
});

describe('keys', () => {
  const { key: _, ...withoutKey } = RETAIL;
  const header = 'invoice_no,customer_id,invoice_date,country,amount_gbp\n';
  const lines = ['1,9,2010-12-01 08:26:00,UK,1', '1,9,2010-12-01 08:26:00,UK,1', '2,9,2010-12-01 08:26:00,UK,1'];
  const keysOf = async (content: string) => {
    const occurrences = new Occurrences();
    const rows = await rowsOf(content);
    return rows.flatMap((row) => (row.values ? [mapActivityRow(row, withoutKey, kinds, occurrences).input?.key] : []));
  };

  test('without a key, equal rows differ by their number and a second reading gives the same keys', async () => {
    const content = `${header}${lines.join('\n')}\n`;
    const keys = await keysOf(content);
    expect(new Set(keys).size).toBe(3);
    expect(await keysOf(content)).toEqual(keys);
    expect(await keysOf(`${header}${lines.join('\r\n').replace('UK', '"UK"')}`)).toEqual(keys);
    expect((await keysOf(`${header}${lines.join('\n')}\n${lines[1]}\n`)).slice(0, 3)).toEqual(keys);
  });

  test('several columns make one key, and different values never make the same', () => {
    const mapping = { ...RETAIL, key: ['invoice_no', 'country'] };
    const key = (invoice_no: string, country: string) => map({ ...invoice, invoice_no, country }, mapping).input?.key;
    expect(key('1', '2')).toBe('1|2');
    expect(key('1|2', '3')).not.toBe(key('1', '2|3'));
    expect(key('1\\', '|3')).not.toBe(key('1|\\', '3'));
  });
});

describe('money and units', () => {
  const paid = (amount: object, currency: unknown = { column: 'currency' }): ActivityMapping =>
    ({ customer: 'c', key: 'c', activities: [{ kind: 'purchase', fields: { amount, currency } }] }) as ActivityMapping;

  test.each([
    ['12.50', 'GBP', 1250],
    ['12.5', 'jpy', 'TOO_MANY_DECIMALS'],
    ['12.345', 'GBP', 'TOO_MANY_DECIMALS'],
    ['12.345', 'KWD', 12345],
    ['12,50', 'EUR', 'NOT_A_NUMBER'],
    ['1e3', 'EUR', 'NOT_A_NUMBER'],
    ['12.50', 'XXQ', 'UNKNOWN_CURRENCY'],
    ['12.50', '', 'NO_CURRENCY'],
    ['99999999999999999', 'EUR', 'TOO_LARGE'],
  ])('%s %s in major units is %s', (a, currency, expected) => {
    const mapped = map({ c: '1', a, currency }, paid({ column: 'a', as: 'major' }));
    expect(mapped.input?.fields.amount ?? mapped.problems?.[0]?.code).toBe(expected);
  });

  test('minor units are taken as they are and must be whole', () => {
    const mapping = paid({ column: 'a', as: 'minor' });
    expect(map({ c: '1', a: '1250', currency: 'EUR' }, mapping).input?.fields.amount).toBe(1250);
    expect(codes({ c: '1', a: '12.5', currency: 'EUR' }, mapping)).toEqual(['TOO_MANY_DECIMALS']);
  });

  test.each([
    ['seconds', '90', 90_000],
    ['seconds', '0.0015', 'TOO_MANY_DECIMALS'],
    ['minutes', '1.5', 90_000],
    ['minutes', '0.1', 6000],
    ['milliseconds', '90', 90],
  ] as const)('a duration of %s %s is %s', (as, d, expected) => {
    const fields = { channel: { value: 'call' }, type: { value: 'conversation' }, duration: { column: 'd', as } };
    const mapped = map({ c: '1', d }, { customer: 'c', key: 'c', activities: [{ kind: 'interaction', fields }] });
    expect(mapped.input?.fields.duration ?? mapped.problems?.[0]?.code).toBe(expected);
  });

  test('booleans and decimals are read by the types of the fields', () => {
    const resolved = { kind: 'complaintResolved', fields: { complaint: 'k', firstContact: 'f' } };
    const mapping = { customer: 'c', key: 'k', activities: [resolved] };
    expect(map({ c: '1', k: '2', f: 'Yes' }, mapping).input?.fields).toEqual({ complaint: '2', firstContact: true });
    expect(codes({ c: '1', k: '2', f: 'maybe' }, mapping)).toEqual(['NOT_A_BOOLEAN']);
    const answer = { kind: 'surveyAnswer', fields: { survey: { value: 's' }, question: { value: 'q' }, score: 'n' } };
    const scored = { customer: 'c', key: 'c', activities: [answer] };
    expect(map({ c: '1', n: '9.50' }, scored).input?.fields.score).toBe(9.5);
    expect(codes({ c: '1', n: '0.1234567' }, scored)).toEqual(['TOO_MANY_DECIMALS']);
  });

  test('items come as JSON, with their amounts in the unit of the mapping', () => {
    const items = { column: 'i', as: 'major' };
    const mapping = paid({ column: 'a', as: 'major' });
    const [entry] = mapping.activities;
    const withItems = {
      ...mapping,
      activities: [{ ...entry, fields: { ...entry?.fields, items } }],
    } as ActivityMapping;
    const row = (i: string) => ({ c: '1', a: '5', currency: 'EUR', i });
    const mapped = map(row('[{"sku":"x","quantity":2,"amount":"2.50"}]'), withItems);
    expect(mapped.input?.fields.items).toEqual([{ sku: 'x', quantity: 2, amount: 250 }]);
    expect(codes(row('[{"sku":"x","amount":0.001}]'), withItems)).toEqual(['TOO_MANY_DECIMALS']);
    expect(codes(row('2 x'), withItems)).toEqual(['NOT_ITEMS']);
  });

  test('several columns for one value must agree', () => {
    const mapping = paid({ column: 'a', as: 'major' }, { column: ['x', 'y'] });
    expect(map({ c: '1', a: '5', x: 'EUR', y: '' }, mapping).input?.fields.currency).toBe('EUR');
    expect(codes({ c: '1', a: '5', x: 'EUR', y: 'GBP' }, mapping)).toContain('COLUMNS_DISAGREE');
  });
});

describe('conditions', () => {
  const holds = (condition: Omit<Condition, 'column'>, x: unknown) =>
    map(
      { c: '1', x },
      {
        customer: 'c',
        key: 'c',
        activities: [
          { when: [{ column: 'x', ...condition }], kind: 'planCancelled', fields: { plan: { value: 'p' } } },
        ],
      },
    ).input !== undefined;

  test.each<[Omit<Condition, 'column'>, unknown[], unknown[]]>([
    [{ equals: 1 }, ['1', 1, ' 1 '], ['01', '', null, {}]],
    [{ in: ['a', 2] }, ['a', '2'], ['b', '']],
    [{ startsWith: 'C' }, ['C1', 'C'], ['c1', '1C', '']],
    [{ matches: '[0-9]$' }, ['a1'], ['1a', '']],
    [{ greaterThan: 0 }, ['0.01', 5], ['0', '-1', '', 'x', '1e3']],
    [{ lessThan: 0 }, ['-0.01'], ['0', '']],
    [{ greaterThan: 0, lessThan: 10 }, ['5'], ['10', '0']],
    [{ filled: true }, ['x', 0, false, {}], ['', ' ', null, undefined]],
    [{ filled: false }, ['', ' ', null, undefined], ['x', 0]],
  ])('%j', (condition, fitting, others) => {
    for (const value of fitting) expect([value, holds(condition, value)]).toEqual([value, true]);
    for (const value of others) expect([value, holds(condition, value)]).toEqual([value, false]);
  });

  test('a pattern that is slow elsewhere takes linear time', () => {
    expect(holds({ matches: '^(a+)+$' }, `${'a'.repeat(50_000)}b`)).toBe(false);
  });
});

describe('customers', () => {
  const attributes = new Map<string, AttributeDeclaration>([
    ['country', { key: 'country', type: 'string' }],
    ['vip', { key: 'vip', type: 'boolean' }],
    ['points', { key: 'points', type: 'number' }],
    ['birthday', { key: 'birthday', type: 'date' }],
    ['plan', { key: 'plan', type: 'enum', options: ['basic', 'gold'] }],
  ]);
  const mapping: CustomerMapping = {
    externalId: 'id',
    locale: 'locale',
    timeZone: 'zone',
    joinedAt: { column: 'joined', format: 'yyyy-MM-dd', timeZone: 'Asia/Shanghai' },
    attributes: {
      country: 'country',
      vip: { column: 'vip', as: 'boolean' },
      points: 'points',
      birthday: { column: 'born', format: 'yyyy-MM-dd', timeZone: 'UTC' },
      plan: 'plan',
    },
  };
  const of = (values: Record<string, unknown>) => mapCustomerRow(rowWith(values), mapping, attributes);

  test('a row becomes a part of a profile', () => {
    const values = { id: 7, locale: 'zh_CN', zone: 'Asia/Shanghai', joined: '2026-03-01', country: '中国', vip: 'yes' };
    expect(of({ ...values, points: '12.5', born: '1990-05-17', plan: 'gold' })).toEqual({
      input: {
        customer: { externalId: '7' },
        locale: 'zh-CN',
        timeZone: 'Asia/Shanghai',
        joinedAt: Date.parse('2026-02-28T16:00:00Z'),
        attributes: { country: '中国', vip: true, points: 12.5, birthday: '1990-05-17', plan: 'gold' },
      },
    });
  });

  test('what is empty stays as it is, and null removes', () => {
    expect(of({ id: '7', locale: '', country: ' ', vip: null })).toEqual({
      input: { customer: { externalId: '7' }, attributes: { vip: null } },
    });
    expect(of({ id: '7' })).toEqual({ input: { customer: { externalId: '7' } } });
  });

  test('everything that is wrong is told at once', () => {
    const { problems } = of({ id: '', locale: '??', zone: 'Mars', joined: '1', vip: '2', points: 'x', plan: 'gild' });
    expect(problems?.map(({ column, code }) => `${column} ${code}`)).toEqual([
      'id MISSING_CUSTOMER',
      'locale BAD_LOCALE',
      'zone BAD_TIME_ZONE',
      'joined BAD_TIME',
      'vip NOT_A_BOOLEAN',
      'points NOT_A_NUMBER',
      'plan NOT_AN_OPTION',
    ]);
    expect(problems?.at(-1)?.message).toBe('This must be one of basic, gold. Did you mean “gold”?');
  });
});
