import fc from 'fast-check';
import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

/** Texts that programs stumble over. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    '\u202e',
    '\u2028',
    '🏃‍♀️',
    'ﷺ'.repeat(50),
    'a'.repeat(10_000),

    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '$',
    '{}',
    '[]',
    'null',
    'NaN',
    '%00',
    '%',
    "'; drop table customer; --",
    '../../etc/passwd',
    '<script>',
    '\\',
    '"',
    "'",
    '\r\n',
    '\x7f',
    '￿',

    '1e999',
    '-0',
    '9'.repeat(400),
    '0x10',
    '1_000',
    '٣',
    '2026-02-30',
    '2026-11-24T00:00:00Z',
    'EUR',
    'Q3VzdG9tZXI6MQ==',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 20 }),
);

export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.1,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    2 ** 53,
    -(2 ** 53),
    2 ** 63,
    1e21,
    1e308,
    5e-324,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

const hostileKey = fc.oneof(
  hostileText,
  fc.constantFrom('__proto__', 'constructor', 'length', 'then', 'toJSON', '0', '-1'),
);

/** JSON of any shape, with the keys that every object has and without those that are asked for. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'json' },
    hostileText,
    hostileNumber,
    fc.constantFrom(true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(hostileKey, tie('value'), { maxKeys: 3 }),
    fc.constantFrom(20, 39, 60, 3000).map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown),
  ),
})).value;

/** Ids as they are given out, and what they must never lead to. */
const hostileId = fc
  .tuple(
    fc.constantFrom(
      'Customer',
      'Change',
      'Activity',
      'RuleSet',
      'Job',
      'Segment',
      'Client',
      'Upload',
      'Query',
      '__Type',
      '',
    ),
    fc.oneof(
      hostileText,
      fc.uuid(),
      fc.uuid().map((id) => `${id}:1`),
      fc.tuple(fc.uuid(), hostileText).map(([id, text]) => id + text),
    ),
  )
  .map(([type, id]) => Buffer.from(`${type}:${id}`).toString('base64'));

const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  Int: hostileNumber,
  Float: hostileNumber,
  Long: hostileNumber,
  Boolean: fc.boolean(),
  ID: fc.oneof(hostileId, hostileText),
  JSON: hostileJson,
  Decimal: fc.oneof(hostileNumber.map(String), hostileText),
  Date: fc.oneof(
    fc.constantFrom('2026-11-24', '0000-01-01', '-000001-01-01', '275760-09-13', '2026-02-29'),
    hostileText,
  ),
  DateTime: fc.oneof(
    fc.constantFrom(
      '2026-11-24T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999Z',
      '+275760-09-13T00:00:00Z',
    ),
    fc.constantFrom('-200000-01-01T00:00:00Z', '2026-11-24T24:00:00+99:99', '2026-11-24'),
    hostileText,
  ),
};

/** Values for an argument: mostly of its type, with hostile leaves; sometimes of no type at all. */
export function hostileValue(type: GraphQLInputType, depth = 0): fc.Arbitrary<unknown> {
  const fitting = fittingValue(type, depth);
  return fc.oneof({ weight: 60, arbitrary: fitting }, { weight: 1, arbitrary: hostileJson });
}

function fittingValue(type: GraphQLInputType, depth: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return hostileValue(type.ofType, depth);
  if (isListType(type)) {
    const item = hostileValue(type.ofType, depth + 1);
    return fc.oneof(
      { weight: 10, arbitrary: fc.array(item, { maxLength: depth > 4 ? 0 : 3 }) },
      { weight: 1, arbitrary: item },
    );
  }
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name), 'NONE_OF_THEM');
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? hostileText;
  const fields = Object.values(type.getFields());
  // a tree that goes on without end must end somewhere
  if (depth > 6) return fc.constant({});
  const value = (field: (typeof fields)[number]): fc.Arbitrary<unknown> =>
    fc.constant(field).chain(({ type: inner }) => hostileValue(inner, depth + 1));
  if (type.isOneOf)
    return fc.constantFrom(...fields).chain((field) => value(field).map((one) => ({ [field.name]: one })));
  return fc
    .tuple(
      ...fields.map((field) =>
        fc
          .option(value(field), { nil: undefined, freq: isRequiredInputField(field) ? 50 : 2 })
          .map((one) => [field.name, one] as const),
      ),
    )
    .map((entries) => Object.fromEntries(entries.filter(([, one]) => one !== undefined)));
}
