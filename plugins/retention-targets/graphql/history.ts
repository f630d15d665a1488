import { type Builder, inherited, needs, type Phrase, say, ValidationError } from '#contract';
import { isDay } from '../document/check.ts';
import { phrases } from '../document/words.ts';
import { MOST_PERIODS, type Period, rateOf, readHistory, SPANS, type Span } from '../targets/read-history.ts';
import { valuesOf } from './names.ts';

/** `Query.retention`: how many customers of one period were customers in the next, by what they did. */
export function history(builder: Builder): void {
  const SpanRef = builder.enumType('RetentionSpan', { description: 'How long periods are.', values: valuesOf(SPANS) });
  const ReasonRef = builder.enumType('NoRetentionRateReason', {
    description: 'Why there is no share of a period.',
    values: valuesOf({ nobodyBefore: 'Nobody was active in the period before.' }),
  });
  const PeriodRef = builder.objectRef<Period>('RetentionPeriod').implement({
    extensions: inherited,
    description: 'Who was active in the period before, and in this one.',
    fields: (t) => ({
      from: t.field({ type: 'Date', description: 'The first day.', resolve: ({ from }) => from }),
      until: t.field({ type: 'Date', description: 'The day behind the last.', resolve: ({ until }) => until }),
      isOver: t.exposeBoolean('isOver', { description: 'Whether it is over: else it may still rise.' }),
      before: t.exposeInt('before', { description: 'Customers who were active in the period before.' }),
      active: t.exposeInt('active', { description: 'Customers who are active in this one.' }),
      retained: t.exposeInt('retained', { description: 'Those who are active in both.' }),
      new: t.exposeInt('new', { description: 'Those who were never active before.' }),
      returned: t.exposeInt('returned', { description: 'Those who were active before, and not in the period before.' }),
      rate: t.float({
        nullable: true,
        description: 'The share that was retained; null with `noRate`.',
        resolve: (period) => rateOf(period)?.rate,
      }),
      noRate: t.field({
        type: ReasonRef,
        nullable: true,
        description: 'Why `rate`, `low` and `high` are null.',
        resolve: (period) => (rateOf(period) ? null : 'nobodyBefore'),
      }),
      low: t.float({
        nullable: true,
        description: 'The lower end of its Wilson interval at 95 %.',
        resolve: (period) => rateOf(period)?.interval.low,
      }),
      high: t.float({
        nullable: true,
        description: 'The upper end.',
        resolve: (period) => rateOf(period)?.interval.high,
      }),
    }),
  });
  builder.queryField('retention', (t) =>
    t.field({
      extensions: needs('satisfaction:read'),
      type: [PeriodRef],
      complexity: 200,
      description: `Retention from period to period by what customers did: at most ${MOST_PERIODS} periods.`,
      args: {
        span: t.arg({ type: SpanRef, required: true, description: 'How long periods are.' }),
        from: t.arg({ type: 'Date', required: true, description: 'A day of the first period.' }),
        until: t.arg({ type: 'Date', required: true, description: 'The day behind the last period.' }),
        kinds: t.arg.stringList({
          required: true,
          defaultValue: ['purchase'],
          description: 'Kinds of activity that make somebody active.',
        }),
      },
      resolve: (_root, { span, from, until, kinds }, context) => {
        checkDays(span, from, until);
        return readHistory(context, { span, from, until, kinds });
      },
    }),
  );
}

const MONTHS: Readonly<Record<Span, number>> = { month: 1, quarter: 3, year: 12 };

/** Periods are counted from the year 0, as the calendar has them. */
const periodOf = (span: Span, day: string): number =>
  Math.floor((Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1) / MONTHS[span]);

const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString();

/** Refuses days that are none, and more or fewer periods than can be told at once. */
function checkDays(span: Span, from: string, until: string): void {
  const wrong = Object.entries({ from, until }).filter(([, day]) => !isDay(day));
  if (wrong.length > 0) throw refusal(wrong.map(([name]) => [name, 'NO_DAY', phrases.noDay()]));
  if (until <= from || periodOf(span, dayBefore(until)) - periodOf(span, from) >= MOST_PERIODS)
    throw refusal([['until', 'TOO_MANY_PERIODS', phrases.tooMany({ most: MOST_PERIODS })]]);
}

const refusal = (faults: readonly (readonly [string, string, Phrase])[]): ValidationError =>
  new ValidationError(
    faults.map(([name, code, phrase]) => ({ path: [name], code, message: say(phrase, 'en'), phrase })),
  );
