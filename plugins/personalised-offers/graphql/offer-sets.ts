import { type Builder, type GraphContext, inherited, needs, type PossibleOutcome } from '#contract';
import { OFFERS } from '../offers/document.ts';
import type { OfferData } from '../offers/kind.ts';
import { type BudgetUse, countStates, readBudgets, type StateCount } from '../performance/read-offer-sets.ts';
import type { OfferState } from '../shelf/made-offer.ts';
import { experiments } from './experiments.ts';

/** A published rule set of offers, by its outcomes. */
export interface OfferSet {
  readonly key: string;
  readonly offers: readonly PossibleOutcome[];
  readonly data: OfferData;
}

type Counted = Pick<OfferData, 'offer'> & { readonly counts: readonly StateCount[] };
type Used = NonNullable<OfferData['budgets']>[number] & Partial<Pick<BudgetUse, 'reserved' | 'committed'>>;

const reading = needs('satisfaction:read', 'rules:read');

/** `Query.offerSets`: what offers do, what they cost, and what is left. */
export function offerSets(builder: Builder): void {
  const counts: Partial<Record<OfferState, string>> = {
    open: 'How many can be redeemed.',
    redeemed: 'How many were redeemed.',
    expired: 'How many nobody took in time.',
    dismissed: 'How many customers did not want.',
    returned: 'How many came back with a refund.',
  };
  const Offer = builder.objectRef<Counted>('OfferPerformance').implement({
    extensions: inherited,
    description: 'What became of an offer.',
    fields: (t) => ({
      key: t.string({ description: 'Key of the offer.', resolve: ({ offer }) => offer.key }),
      title: t.string({ description: 'Title of the offer.', resolve: ({ offer }) => offer.title }),
      made: t.field({ type: 'Long', description: 'How many were made.', resolve: (one) => sumOf(one) }),
      ...Object.fromEntries(
        Object.entries(counts).map(([state, description]) => [
          state,
          t.field({ type: 'Long', description, resolve: (one) => sumOf(one, state) }),
        ]),
      ),
      most: t.field({
        type: 'Long',
        nullable: true,
        description: 'How many may stand or be redeemed, in all or within `mostDays`; null: as many as are wanted.',
        resolve: ({ offer }) => offer.caps?.inAll?.most ?? null,
      }),
      mostDays: t.int({
        nullable: true,
        description: 'In any so many days; null: ever.',
        resolve: ({ offer }) => offer.caps?.inAll?.days ?? null,
      }),
    }),
  });
  const money = (minor: number, context: GraphContext) => ({ minor, currency: context.account.currency });
  const Budget = builder.objectRef<Used>('OfferBudget').implement({
    extensions: inherited,
    description: 'A budget that pays for offers.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key of the budget.' }),
      title: t.exposeString('title', { description: 'Title of the budget.' }),
      amount: t.field({
        type: 'Money',
        description: 'How much there is in all.',
        resolve: ({ amount }, _args, context) => money(amount, context),
      }),
      reserved: t.field({
        type: 'Money',
        description: 'What offers that are open would cost.',
        resolve: ({ reserved = 0 }, _args, context) => money(reserved, context),
      }),
      committed: t.field({
        type: 'Money',
        description: 'What offers that were redeemed cost.',
        resolve: ({ committed = 0 }, _args, context) => money(committed, context),
      }),
      left: t.field({
        type: 'Money',
        description: 'What is left for more.',
        resolve: ({ amount, reserved = 0, committed = 0 }, _args, context) =>
          money(Math.max(0, amount - reserved - committed), context),
      }),
    }),
  });
  const SetRef = builder.objectRef<OfferSet>('OfferSet');
  SetRef.implement({
    extensions: reading,
    description: 'A rule set of offers that is published.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key of the rule set.' }),
      offers: t.field({
        type: [Offer],
        complexity: 100,
        description: 'Its offers, and what became of them.',
        resolve: async ({ key, offers }, _args, context) => {
          const counted = await ofSet(context, 'counts', countStates, key);
          return offers.map(({ key: name, data }) => ({
            offer: (data as OfferData).offer,
            counts: counted.filter(({ offer }) => offer === name),
          }));
        },
      }),
      budgets: t.field({
        type: [Budget],
        description: 'Its budgets, and what is taken of them.',
        resolve: async ({ key, data: { budgets = [] } }, _args, context) => {
          const used = await ofSet(context, 'budgets', readBudgets, key);
          return budgets.map((budget) => ({ ...budget, ...used.find(({ name }) => name === budget.key) }));
        },
      }),
    }),
  });
  experiments(builder, SetRef);
  builder.queryField('offerSets', (t) =>
    t.field({
      extensions: reading,
      type: [SetRef],
      description: 'The rule sets of offers that are published, what their offers do, and what is left of budgets.',
      resolve: async (_root, _args, context) => {
        const groups = Map.groupBy(await context.possibleOutcomes(OFFERS), ({ ruleSet }) => ruleSet);
        return [...groups].map(([key, offers]) => ({ key, offers, data: offers[0]?.data as OfferData }));
      },
    }),
  );
}

const sumOf = ({ counts }: Counted, state?: string): number =>
  counts.reduce((sum, one) => sum + (state === undefined || one.state === state ? one.count : 0), 0);

/** What is known of one rule set; that of all of an answer is read together. */
const ofSet = <T extends { readonly ruleSet: string }>(
  context: GraphContext,
  name: string,
  read: (sql: GraphContext, keys: readonly string[]) => Promise<T[]>,
  key: string,
): Promise<T[]> =>
  context.batch
    .of<string, T[]>(`offers:${name}`, async (keys) => {
      const own = Map.groupBy(await read(context, keys), ({ ruleSet }) => ruleSet);
      return keys.map((one) => own.get(one) ?? []);
    })
    .load(key);
