import { type Builder, type GraphContext, needs, type PossibleOutcome } from '#contract';
import { Customer } from '#entities';
import { EMPTY } from '../ledger/account.ts';
import { type Balance, balanceOf } from '../ledger/balance.ts';
import { post } from '../ledger/post.ts';
import { type Books, Page } from '../points/books.ts';
import { openBooks } from '../points/open-books.ts';
import { PROGRAMMES } from '../programme/document.ts';
import { statement } from './statement.ts';

/** The accounts of a customer in one programme, as of the instant of the request. */
export interface PointsAccount {
  readonly customerId: string;
  readonly programme: PossibleOutcome;
  readonly points: Balance;
  readonly credits: Balance;
}

/** `Customer.points`: what a customer has in each programme, and every entry that led there. */
export function accounts(builder: Builder): void {
  const Account = builder.objectRef<PointsAccount>('PointsAccount');
  Account.implement({
    extensions: needs('customers:read'),
    description: 'The points of a customer in one programme, as of now: what is due has happened.',
    fields: (t) => ({
      programme: t.string({ description: 'Key of the programme.', resolve: ({ programme }) => programme.ruleSet }),
      title: t.string({ description: 'Title of the programme.', resolve: ({ programme }) => programme.title }),
      balance: t.field({ type: 'Long', description: 'Points to spend.', resolve: ({ points }) => points.available }),
      pending: t.field({
        type: 'Long',
        description: 'Points that were earned and cannot be spent yet.',
        resolve: ({ points }) => points.pending,
      }),
      owed: t.field({
        type: 'Long',
        description: 'Points that were spent and whose purchase was given back; later points pay them off first.',
        resolve: ({ points }) => points.debt,
      }),
      expiringSoon: t.field({
        type: 'Long',
        description: 'Points to spend that expire within the next 30 days if nothing is done.',
        resolve: ({ points }) => points.expiringSoon,
      }),
      nextExpiryAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When points to spend expire next; null: never.',
        resolve: ({ points: { nextExpiryAt } }) => (Number.isFinite(nextExpiryAt) ? new Date(nextExpiryAt) : null),
      }),
      tierCredits: t.field({
        type: 'Long',
        description: 'Credits in the qualifying period as it is now; they are never spent.',
        resolve: ({ credits }) => credits.available,
      }),
    }),
  });
  statement(builder, Account);
  builder.objectField(Customer, 'points', (t) =>
    t.field({
      type: [Account],
      description: 'What the customer has in each points programme that is published.',
      args: { programme: t.arg.string({ description: 'Only in the programme with this key.' }) },
      resolve: async ({ id }, { programme }, context) => {
        const programmes = await context.possibleOutcomes(PROGRAMMES);
        const books = await booksOf(context, id);
        return programmes
          .filter(({ ruleSet }) => !programme || ruleSet === programme)
          .map((one) => {
            const balance = (purse: 'points' | 'credits') => balanceAt(books, id, one.ruleSet, purse, context.now);
            return { customerId: id, programme: one, points: balance('points'), credits: balance('credits') };
          });
      },
    }),
  );
}

/** The books of a customer; those of one answer are opened together. */
const booksOf = (context: GraphContext, id: string): Promise<Books> =>
  context.batch
    .of<string, Books>('loyalty:books', async (ids) => {
      const books = await openBooks(context, ids);
      return ids.map(() => books);
    })
    .load(id);

/** What an account says at an instant: what is due by then is taken to have happened. */
function balanceAt(
  books: Books,
  customerId: string,
  programme: string,
  purse: 'points' | 'credits',
  at: number,
): Balance {
  const key = { customerId, programme, purse };
  const page = books.pagesOf(customerId).find((one) => one.key.programme === programme && one.key.purse === purse);
  const { account } = page ?? new Page(key, EMPTY);
  return balanceOf(post(account, { type: 'pass', at, by: '' }).account);
}
