import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, type GraphQLLeafType, GraphQLString } from 'graphql';

/** Writes a value as JSON; undefined when it cannot, and the standard executor is to say why. */
export type Encode = (value: unknown) => string | undefined;

// what JSON must escape, and lone surrogates, are left to JSON.stringify
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;
const quote = (text: string): string => (text.length < 64 && PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

/** How values of a scalar or an enum are written: the common ones at once, all others through the type's own coercion. */
export function encoderOf(type: GraphQLLeafType): Encode {
  const other: Encode = (value) => {
    if (value === null || value === undefined || typeof (value as { then?: unknown }).then === 'function')
      return undefined;
    return encode(type.coerceOutputValue(value));
  };
  switch (type) {
    case GraphQLInt:
      return (value) =>
        typeof value === 'number' && Number.isInteger(value) && value <= 2147483647 && value >= -2147483648
          ? `${value}`
          : other(value);
    case GraphQLFloat:
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? `${value}` : other(value));
    case GraphQLBoolean:
      return (value) => (typeof value === 'boolean' ? `${value}` : other(value));
    case GraphQLString:
    case GraphQLID:
      return (value) => (typeof value === 'string' ? quote(value) : other(value));
    default:
      return other;
  }
}

function encode(value: unknown): string | undefined {
  if (typeof value === 'string') return quote(value);
  if (value === null || value === undefined) return undefined;
  return JSON.stringify(value);
}
