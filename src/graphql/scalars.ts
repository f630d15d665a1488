import { GraphQLError } from 'graphql';
import type { Builder } from '../contract/graphql.ts';

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const wrong = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

const two = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
let day = Number.NaN;
let dayText = '';

/** What `toISOString` gives, in a quarter of its time: the day is written anew only when it is another one. */
export function isoText(value: Date): string {
  const at = value.getTime();
  const days = Math.floor(at / 86_400_000);
  if (days !== day) {
    dayText = value.toISOString().slice(0, -13);
    day = days;
  }
  const ms = at - days * 86_400_000;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = String(ms - seconds * 1000).padStart(3, '0');
  return `${dayText}${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}.${rest}Z`;
}

export function scalars(builder: Builder): void {
  builder.scalarType('DateTime', {
    description: 'An instant as RFC 3339 with its zone, such as 2026-11-23T09:30:00.000Z; answered in UTC.',
    serialize: isoText,
    parseValue: (value) => {
      const instant = new Date(typeof value === 'string' ? value : Number.NaN);
      if (typeof value !== 'string' || !RFC3339.test(value) || Number.isNaN(instant.getTime()))
        throw wrong('A DateTime is an RFC 3339 instant with its zone, such as 2026-11-23T09:30:00Z.');
      return instant;
    },
  });
  builder.scalarType('Date', {
    description: 'A calendar day, such as 2026-11-23.',
    serialize: (value) => value,
    parseValue: (value) => {
      const instant = new Date(typeof value === 'string' ? `${value}T00:00:00Z` : Number.NaN);
      const sound = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(instant.getTime());
      if (!sound || instant.toISOString().slice(0, 10) !== value)
        throw wrong('A Date is a calendar day such as 2026-11-23.');
      return value;
    },
  });
  builder.scalarType('Decimal', {
    description: 'An exact decimal number, as text: "12.50".',
    serialize: (value) => value,
    parseValue: (value) => {
      if (typeof value !== 'string' || !/^-?\d{1,16}(\.\d{1,6})?$/.test(value))
        throw wrong('A Decimal is text such as "12.50".');
      return value;
    },
  });
  builder.scalarType('Long', {
    description: 'A whole number up to 9007199254740991 (2^53 - 1).',
    serialize: (value) => value,
    parseValue: (value) => {
      if (!Number.isSafeInteger(value)) throw wrong('A Long is a whole number up to 9007199254740991.');
      return value as number;
    },
  });
  builder.scalarType('JSON', {
    description: 'Any JSON value: rule documents and explanations.',
    serialize: (value) => value,
  });
}
