import { takenFields } from '../activities/taken-fields.ts';
import type { ActivityKind, Field } from '../contract/activity.ts';
import type { Builder } from '../contract/graphql.ts';

/** Money as callers send it. */
interface Money {
  readonly amountMinor: number;
  readonly currencyCode: string;
}

/** An activity as it came: exactly one of the kinds is there. */
export type ActivityDataInput = Readonly<Record<string, Readonly<Record<string, unknown>> | null | undefined>>;

/** `resolvedAtOnce` → `RESOLVED_AT_ONCE`, `segment.entered` → `SEGMENT_ENTERED`. */
export const constantCase = (word: string): string =>
  word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

export const pascalCase = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The input types of activities, one for each kind that core and plugins bring, made from the fields of the kind. */
export function activityDataInput(builder: Builder, kinds: ReadonlyMap<string, ActivityKind>) {
  const MoneyInput = builder.inputType('MoneyInput', {
    description: 'An amount in the smallest unit of its currency: 1250 with "EUR" is 12.50 euro.',
    fields: (t) => ({
      amountMinor: t.field({ type: 'Long', required: true, description: 'Amount in minor units.' }),
      currencyCode: t.string({ required: true, description: 'ISO 4217 code; the currency of this account.' }),
    }),
  });
  const ItemInput = builder.inputType('ItemInput', {
    description: 'One of the things that a purchase was made of.',
    fields: (t) => ({
      sku: t.string({ required: true, description: 'Your key of the article.' }),
      quantity: t.float({ required: true, description: 'How many, or how much.' }),
      amountMinor: t.field({ type: 'Long', description: 'Price of all of them together, in minor units.' }),
    }),
  });
  const kindInput = (kind: ActivityKind) => {
    const name = pascalCase(kind.key);
    const enums = new Map(
      Object.entries(kind.fields)
        .filter(([, { type }]) => type === 'enum')
        .map(([field, { description, values = [] }]) => [
          field,
          builder.enumType(`${name}${pascalCase(field)}`, {
            description,
            values: Object.fromEntries(
              values.map((value) => [constantCase(value), { value, description: `In rules and metrics: "${value}".` }]),
            ),
          }),
        ]),
    );
    return builder.inputType(`${name}Input`, {
      description: kind.description,
      fields: (t) =>
        Object.fromEntries(
          takenFields(kind)
            .filter(([field]) => !isCurrency(kind, field))
            .map(([field, declared]) => {
              const { description, required = false, type } = declared;
              const options = { description: describe(declared), required };
              switch (type) {
                case 'money':
                  return [field, t.field({ ...options, type: MoneyInput })];
                case 'items':
                  return [field, t.field({ description, required, type: [ItemInput] })];
                case 'enum':
                  return [field, t.field({ ...options, type: enums.get(field) as never })];
                case 'boolean':
                  return [field, t.boolean(options)];
                case 'decimal':
                  return [field, t.float(options)];
                case 'instant':
                  return [field, t.field({ ...options, type: 'DateTime' })];
                case 'text':
                  return [field, t.string(options)];
                default:
                  return [field, t.field({ ...options, type: 'Long' })];
              }
            }),
        ),
    });
  };
  // made now and not when they are asked for: other types use their enums by name
  const inputs = [...kinds.values()].map((kind) => [kind, kindInput(kind)] as const);
  return builder.inputType('ActivityData', {
    description: 'What happened: exactly one of these.',
    isOneOf: true,
    fields: (t) =>
      Object.fromEntries(inputs.map(([{ key, description }, type]) => [key, t.field({ type, description })])),
  });
}

function describe({ description, type, min, max }: Field): string {
  const bounds = [
    ...(min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined ? [] : [type === 'text' ? `at most ${max} characters` : `at most ${max}`]),
  ];
  const unit = type === 'duration' ? ' In milliseconds.' : '';
  return `${description}${unit}${bounds.length && type !== 'money' ? ` ${pascalCase(bounds.join(', '))}.` : ''}`;
}

const moneyFields = ({ fields }: ActivityKind): string[] =>
  Object.keys(fields).filter((field) => fields[field]?.type === 'money');

/** The currency travels with the amount, so it is no field of its own. */
const isCurrency = (kind: ActivityKind, field: string): boolean => field === 'currency' && moneyFields(kind).length > 0;

/** The fields of an activity in their stored forms. Amounts in another currency than the account's keep theirs, to be refused. */
export function storedFields(
  kind: ActivityKind,
  given: Readonly<Record<string, unknown>>,
  currency: string,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const type = kind.fields[name]?.type;
    if (type === 'money') {
      const { amountMinor, currencyCode } = value as Money;
      fields[name] = amountMinor;
      if (fields.currency === undefined || currencyCode !== currency) fields.currency = currencyCode;
    } else if (type === 'instant') fields[name] = (value as Date).getTime();
    else if (type === 'items') fields[name] = (value as ItemShape[]).map(storedItem);
    else fields[name] = value;
  }
  return fields;
}

interface ItemShape {
  readonly sku: string;
  readonly quantity: number;
  readonly amountMinor?: number | null;
}

const storedItem = ({ sku, quantity, amountMinor }: ItemShape) =>
  amountMinor === undefined || amountMinor === null ? { sku, quantity } : { sku, quantity, amount: amountMinor };

/** Where in the input a fault of an activity lies, given where it lies in the stored form. */
export function inputPath(kind: ActivityKind | undefined, path: readonly string[], customer: string): string[] {
  const [first, ...rest] = path;
  if (first === undefined || !kind) return [...path];
  if (first === 'customer') return ['customer', customer];
  if (!Object.hasOwn(kind.fields, first)) return [...path];
  if (isCurrency(kind, first)) return ['activity', kind.key, moneyFields(kind)[0] ?? first, 'currencyCode'];
  const inside = kind.fields[first]?.type === 'money' ? ['amountMinor'] : [];
  return ['activity', kind.key, first, ...inside, ...rest];
}
