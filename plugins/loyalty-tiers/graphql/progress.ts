import {
  type Builder,
  type GraphContext,
  inherited,
  type Language,
  needs,
  type Phrase,
  type PossibleOutcome,
  say,
  titled,
} from '#contract';
import { Customer } from '#entities';
import { DAY, type Days, periodEnd } from '../programme/dates.ts';
import { PROGRAMMES } from '../programme/document.ts';
import type { ProgrammeData } from '../programme/kind.ts';
import { phrases } from '../tiers/words.ts';
import { KIND, type TierData } from './tier-data.ts';

/** One number that is short of what a tier asks for. */
interface Missing {
  readonly fact: string;
  readonly value: number;
  readonly least: number;
  readonly unit: { readonly en: string; readonly zh?: string | undefined };
  readonly money: boolean;
}

/** How far a customer is from the next tier. */
interface Progress {
  readonly tier: PossibleOutcome;
  /** Null: the tier asks for more than numbers. */
  readonly missing: readonly Missing[] | null;
  /** The last day on which it counts, where the customer lives; null: there is no end. */
  readonly until: { readonly at: number; readonly timeZone: string } | null;
}

/** `Customer.tierProgress`: "240 points to Gold by 31 December". */
export function progress(builder: Builder): void {
  const MissingRef = builder.objectRef<Missing>('TierProgressNumber').implement({
    extensions: inherited,
    description: 'A number that the next tier asks for.',
    fields: (t) => ({
      fact: t.exposeString('fact', { description: 'Which one.' }),
      value: t.float({ description: 'What it is now.', resolve: ({ value }) => value }),
      least: t.float({ description: 'What it must be at least.', resolve: ({ least }) => least }),
      missing: t.float({ description: 'What is missing; 0: nothing.', resolve: missingOf }),
    }),
  });
  const ProgressRef = builder.objectRef<Progress>('TierProgress').implement({
    extensions: needs('customers:read', 'rules:read'),
    description: 'How far a customer is from the next tier.',
    fields: (t) => ({
      tierKey: t.string({ description: 'Key of the next tier.', resolve: ({ tier }) => tier.key }),
      title: t.string({ description: 'Title of the next tier.', resolve: ({ tier }) => tier.title }),
      ruleSetKey: t.string({ description: 'Key of its rule set.', resolve: ({ tier }) => tier.ruleSet }),
      numbers: t.field({
        type: [MissingRef],
        nullable: true,
        description: 'The numbers that must be reached; null: the tier asks for more than numbers.',
        resolve: ({ missing }) => (missing === null ? null : [...missing]),
      }),
      until: t.field({
        type: 'Date',
        nullable: true,
        description: 'The last day on which it counts, where the customer lives; null: there is no end.',
        resolve: ({ until }) => (until === null ? null : dayIn(until.at - 1, until.timeZone)),
      }),
      text: t.string({
        nullable: true,
        description: 'The same as a sentence in the language of the request: "240 points to Gold by 31 December".',
        resolve: (one, _args, context) => sentence(one, context),
      }),
    }),
  });
  builder.objectField(Customer, 'tierProgress', (t) =>
    t.field({
      type: [ProgressRef],
      description: 'How far the customer is from the next tier of each rule set that has a better one.',
      resolve: async (customer, _args, context) => {
        const tiers = await context.possibleOutcomes(KIND);
        const periods = await periodsOf(context);
        const byRuleSet = Map.groupBy(tiers, ({ ruleSet }) => ruleSet);
        return [...byRuleSet.values()].flatMap((own) => {
          const held = context
            .outcomes(customer)
            .find(({ ruleSet, kind }) => kind === KIND && ruleSet === own[0]?.ruleSet);
          const rank = held ? rankOf(held) : Number.NEGATIVE_INFINITY;
          const [next] = own.filter((tier) => rankOf(tier) > rank).sort((a, b) => rankOf(a) - rankOf(b));
          return next ? [progressTo(next, customer, periods, context)] : [];
        });
      },
    }),
  );
}

const rankOf = ({ data }: PossibleOutcome): number => (data as TierData).rank;
const missingOf = ({ value, least }: Missing): number => Math.max(0, least - value);

/** In which periods the credits of programmes count. */
const periodsOf = async (context: GraphContext): Promise<ProgrammeData['period'][]> =>
  (await context.possibleOutcomes(PROGRAMMES)).map(({ data }) => (data as ProgrammeData).period);

function progressTo(
  tier: PossibleOutcome,
  customer: Customer,
  periods: readonly ProgrammeData['period'][],
  context: GraphContext,
): Progress {
  const asked = (tier.data as TierData).needs;
  const missing = asked?.map(({ fact, least }): Missing | undefined => {
    const reading = context.metric(customer, fact);
    if (!reading) return undefined;
    const { metric, value } = reading;
    const unit = { en: metric.unit, zh: metric.translations?.zh?.unit };
    return { fact, least, unit, money: metric.type === 'money', value: Number.isNaN(value) ? 0 : value };
  });
  const known = missing?.every((one) => one !== undefined) ? missing : null;
  const timeZone = customer.timeZone ?? context.account.timeZone;
  const credits = known?.some(({ fact }) => fact === 'tierCredits') ?? false;
  const at = credits
    ? Math.min(...periods.map((period) => endOf(period, customer, context)))
    : Number.POSITIVE_INFINITY;
  return { tier, missing: known, until: Number.isFinite(at) ? { at, timeZone } : null };
}

/** When a period that has a fixed end ends next; one that slides along never does. */
function endOf(period: ProgrammeData['period'], { joinedAt }: Customer, { account, now }: GraphContext): number {
  if (period === undefined || period.kind === 'rolling') return Number.POSITIVE_INFINITY;
  return periodEnd(period, now, joinedAt?.getTime() ?? null, daysIn(account.timeZone));
}

const dayIn = (at: number, timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);

/** The calendar of a time zone, to the day. */
const daysIn = (timeZone: string): Days => ({
  calendarDay: (at) => Date.parse(dayIn(at, timeZone)) / DAY,
  startOfDay: (day) => {
    // midnight there lies within a day of midnight in UTC
    let [low, high] = [(day - 1) * DAY, (day + 1) * DAY];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (Date.parse(dayIn(middle, timeZone)) / DAY < day) low = middle;
      else high = middle;
    }
    return high;
  },
});

function sentence({ tier, missing, until }: Progress, { language, account }: GraphContext): string | null {
  const short = missing?.filter((one) => missingOf(one) > 0) ?? [];
  if (short.length === 0) return null;
  const needed = { list: short.map((one) => amount(one, language, account.currency)), by: 'and' as const };
  const values = { needed, tier: titled(tier.title) };
  if (!until) return say(phrases.toTier(values), language);
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const date = new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone: until.timeZone }).format(
    until.at - 1,
  );
  return say(phrases.toTierBy({ ...values, date }), language);
}

function amount(one: Missing, language: Language, currency: string): string | Phrase {
  if (!one.money)
    return phrases.soMany({ count: missingOf(one), unit: (language === 'zh' && one.unit.zh) || one.unit.en });
  const format = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { style: 'currency', currency });
  return format.format(missingOf(one) / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
