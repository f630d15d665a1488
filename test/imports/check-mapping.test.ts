import { expect, test } from 'vitest';
import { coreActivities } from '../../src/activities/kinds.ts';
import { checkMapping } from '../../src/imports/check-mapping.ts';
import type { AttributeDeclaration } from '../../src/imports/mapping.ts';
import { COLUMNS, RETAIL } from './retail.ts';

const kinds = new Map(coreActivities.map((kind) => [kind.key, kind]));
const attributes = new Map<string, AttributeDeclaration>([
  ['vip', { key: 'vip', type: 'boolean' }],
  ['birthday', { key: 'birthday', type: 'date' }],
]);
const check = (mapping: unknown, columns?: string[]) => checkMapping(mapping, 'activities', kinds, columns);
const brief = (mapping: unknown, columns?: string[]) =>
  check(mapping, columns).map(({ path, code }) => `${path.join('.')} ${code}`);
const purchase = (fields: object) => ({
  customer: 'c',
  activities: [{ kind: 'purchase', fields: { amount: { column: 'a', as: 'minor' }, currency: 'cur', ...fields } }],
});

test('a good mapping has no faults, with or without the header', () => {
  expect(check(RETAIL)).toEqual([]);
  expect(check(RETAIL, COLUMNS)).toEqual([]);
  expect(check(JSON.parse(JSON.stringify(RETAIL)), COLUMNS)).toEqual([]);
});

test('a column that the file does not have is named, with what was probably meant', () => {
  expect(check({ ...RETAIL, customer: 'custmer_id', key: ['invoice_no', 'Country'] }, COLUMNS)).toEqual([
    {
      path: ['customer'],
      code: 'UNKNOWN_COLUMN',
      message: 'The file has no column “custmer_id”. Did you mean “customer_id”?',
    },
    {
      path: ['key', '1'],
      code: 'UNKNOWN_COLUMN',
      message: 'The file has no column “Country”. Did you mean “country”?',
    },
  ]);
});

test('a slip in the name of a kind, a field or a property is told with what was probably meant', () => {
  const messages = check({
    custommer: 'c',
    customer: 'c',
    activities: [
      { when: [{ column: 'a', startWith: 'x' }], kind: 'purchas' },
      { kind: 'planCancelled', fields: { plan: 'p', reson: 'r' } },
    ],
  }).map(({ message }) => message);
  expect(messages).toEqual([
    'The mapping has no property “custommer”. Did you mean “customer”?',
    '“activities.0.when.0” has no property “startWith”. Did you mean “startsWith”?',
    expect.stringContaining('“activities.0.when.0” tests nothing'),
    'There is no kind of activity “purchas”. Did you mean “purchase”?',
    '“planCancelled” has no field “reson”. Did you mean “reason”?',
  ]);
});

test('a required field that is not mapped is named', () => {
  const mapping = { customer: 'c', activities: [{ kind: 'refund', fields: { reason: 'r' } }] };
  expect(brief(mapping)).toEqual([
    'activities.0.fields.amount MISSING_FIELD',
    'activities.0.fields.currency MISSING_FIELD',
  ]);
});

test('nothing, lists and texts are no mapping', () => {
  for (const mapping of [null, [], 'customer', 3, undefined]) expect(brief(mapping)).toEqual([' NOT_AN_OBJECT']);
  expect(brief({})).toEqual(['customer NO_CUSTOMER', 'activities NO_ACTIVITIES']);
});

test.each<[string, object, string]>([
  ['money without a unit', { amount: 'a' }, 'activities.0.fields.amount.as NO_UNIT'],
  ['money in minutes', { amount: { column: 'a', as: 'minutes' } }, 'activities.0.fields.amount.as UNKNOWN_UNIT'],
  ['a negated text', { store: { column: 's', negate: true } }, 'activities.0.fields.store.negate UNFIT_PROPERTY'],
  ['a value without origin', { store: {} }, 'activities.0.fields.store NO_ORIGIN'],
  ['a value of two origins', { store: { column: 's', value: 's' } }, 'activities.0.fields.store NO_ORIGIN'],
  ['an empty constant', { store: { value: null } }, 'activities.0.fields.store.value NO_VALUE'],
  [
    'a constant that is no amount',
    { amount: { value: '1,5', as: 'minor' } },
    'activities.0.fields.amount.value NOT_A_NUMBER',
  ],
  ['a currency that is none', { currency: { value: 'GPB' } }, 'activities.0.fields.currency.value UNKNOWN_CURRENCY'],
  [
    'a wrong type',
    { amount: { column: 'a', as: 'minor', round: 'yes' } },
    'activities.0.fields.amount.round WRONG_TYPE',
  ],
  ['no column', { store: { column: [] } }, 'activities.0.fields.store.column NOT_A_COLUMN'],
])('%s is refused', (_, fields, expected) => expect(brief(purchase(fields))).toEqual([expected]));

test.each<[string, object, string]>([
  ['a pattern that does not compile', { matches: '(' }, 'matches BAD_PATTERN'],
  ['a pattern that needs backtracking', { matches: '(a)\\1' }, 'matches BAD_PATTERN'],
  ['a bound that is a text', { greaterThan: '0' }, 'greaterThan WRONG_TYPE'],
  ['a list that is none', { in: 'x' }, 'in WRONG_TYPE'],
  ['an object to be equal to', { equals: {} }, 'equals WRONG_TYPE'],
])('%s is refused in a condition', (_, test, expected) => {
  const [entry] = purchase({}).activities;
  const mapping = { customer: 'c', activities: [{ ...entry, when: [{ column: 'x', ...test }] }] };
  expect(brief(mapping)).toEqual([`activities.0.when.0.${expected}`]);
});

test('an entry behind one that takes every row is told to be never reached', () => {
  const [entry] = purchase({}).activities;
  expect(brief({ customer: 'c', activities: [entry, entry] })).toEqual(['activities.1 NEVER_REACHED']);
});

test('a time needs a format that can be read, and a zone', () => {
  const withTime = (occurredAt: unknown) => brief({ ...purchase({}), occurredAt });
  expect(withTime({ column: 't', format: 'yyyy-MM-dd' })).toEqual(['occurredAt.format NO_TIME_ZONE']);
  expect(withTime({ column: 't', as: 'seconds' })).toEqual(['occurredAt.as UNFIT_PROPERTY']);
  expect(withTime({ column: 't', format: 'epochSeconds', optional: true })).toEqual([]);
  expect(withTime(7)).toEqual(['occurredAt NOT_AN_OBJECT']);
});

test('customers: attributes must be declared and are mapped by their types', () => {
  const of = (mapping: unknown) =>
    checkMapping(mapping, 'customers', kinds, ['id', 'v', 'b'], attributes).map(
      ({ path, code }) => `${path.join('.')} ${code}`,
    );
  const birthday = { column: 'b', format: 'yyyy-MM-dd', timeZone: 'UTC' };
  expect(of({ externalId: 'id', attributes: { vip: { column: 'v', as: 'boolean' }, birthday } })).toEqual([]);
  expect(of({ attributes: { vpi: 'v', vip: { column: 'v', as: 'major' } }, locale: 'l' })).toEqual([
    'externalId NO_CUSTOMER',
    'locale UNKNOWN_COLUMN',
    'attributes.vpi UNKNOWN_ATTRIBUTE',
    'attributes.vip.as UNKNOWN_UNIT',
  ]);
});
