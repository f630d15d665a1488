import type { Builder } from '../contract/graphql.ts';

/** A test of one value, as a caller writes it; null is the same as left out. All that is given must hold. */
export interface Comparison<T> {
  readonly eq?: T | null;
  readonly ne?: T | null;
  readonly gt?: T | null;
  readonly gte?: T | null;
  readonly lt?: T | null;
  readonly lte?: T | null;
  readonly in?: readonly T[] | null;
  readonly startsWith?: string | null;
  readonly known?: boolean | null;
}

declare module '../contract/graphql.ts' {
  interface GraphInputs {
    IntFilter: Comparison<number>;
    LongFilter: Comparison<number>;
    FloatFilter: Comparison<number>;
    MoneyFilter: Comparison<string>;
    DateFilter: Comparison<string>;
    DateTimeFilter: Comparison<Date>;
    StringFilter: Comparison<string>;
    BooleanFilter: Comparison<boolean>;
  }
}

const UNKNOWN = 'A comparison with an unknown value does not hold, `ne` neither. All that is given must hold.';

/** The tests of single values, for filters of all lists. */
export function comparisonInputs(builder: Builder): void {
  const ordered = (
    name: string,
    type: 'Int' | 'Long' | 'Float' | 'Decimal' | 'Date' | 'DateTime',
    what: string,
  ): void => {
    builder.inputType(name as 'IntFilter', {
      description: `${what} ${UNKNOWN}`,
      fields: (t) => {
        const one = (description: string) => t.field({ type: type as 'Int', description });
        return {
          eq: one('Equal to.'),
          ne: one('Known, and not equal to.'),
          gt: one('Greater than.'),
          gte: one('Greater than or equal to.'),
          lt: one('Less than.'),
          lte: one('Less than or equal to.'),
          in: t.field({ type: [type as 'Int'], description: 'One of these, at most 500.' }),
          known: t.boolean({ description: 'Whether there is a value.' }),
        };
      },
    });
  };
  ordered('IntFilter', 'Int', 'Tests a whole number.');
  ordered('LongFilter', 'Long', 'Tests a whole number.');
  ordered('FloatFilter', 'Float', 'Tests a number.');
  ordered('MoneyFilter', 'Decimal', 'Tests an amount, in major units of the currency of the account: "12.50".');
  ordered('DateFilter', 'Date', 'Tests a calendar day.');
  ordered('DateTimeFilter', 'DateTime', 'Tests an instant.');
  builder.inputType('BooleanFilter', {
    description: `Tests what is true or false. ${UNKNOWN}`,
    fields: (t) => ({
      eq: t.boolean({ description: 'Equal to.' }),
      known: t.boolean({ description: 'Whether there is a value.' }),
    }),
  });
  builder.inputType('StringFilter', {
    description: `Tests text, case-sensitive. ${UNKNOWN}`,
    fields: (t) => ({
      eq: t.string({ description: 'Equal to.' }),
      ne: t.string({ description: 'Known, and not equal to.' }),
      in: t.stringList({ description: 'One of these, at most 500.' }),
      startsWith: t.string({ description: 'Begins with.' }),
      known: t.boolean({ description: 'Whether there is a value.' }),
    }),
  });
}
