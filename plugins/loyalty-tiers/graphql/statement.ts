import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { type Builder, type GraphContext, inherited } from '#contract';
import type { MovementKind, Side } from '../ledger/account.ts';
import type { PointsAccount } from './accounts.ts';

/** A line of a statement. */
interface Line {
  readonly seq: number;
  readonly at: number;
  readonly kind: MovementKind;
  readonly points: number;
  readonly from: Side;
  readonly to: Side;
  readonly subject: string | null;
  readonly earned: number;
  readonly expires: number;
}

const KINDS: Readonly<Record<MovementKind, string>> = {
  earned: 'Earned by an activity; pending at first where the programme says so.',
  matured: 'Pending points became points to spend.',
  spent: 'Spent on a reward.',
  restored: 'Put back into the lot that they had been taken from.',
  expired: 'Not spent in time.',
  reversed: 'Taken back, because what had earned them was given back.',
  clawedBack: 'Owed, because they were spent and what had earned them was given back.',
  repaid: 'Paid off what was owed.',
  sent: 'Transferred to another customer.',
  received: 'Transferred by another customer.',
  adjusted: 'Given or taken by hand.',
};
const SIDES: Readonly<Record<Side, string>> = {
  issued: 'Points that activities gave.',
  pending: 'The customer’s pending points.',
  available: 'The customer’s points to spend.',
  debt: 'What the customer owes.',
  spent: 'Points that were spent.',
  expired: 'Points that expired.',
  reversed: 'Points that were taken back.',
  adjusted: 'Points that were given or taken by hand.',
  transferred: 'Points that went to or came from other customers.',
};

const constant = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
const valuesOf = <K extends string>(described: Readonly<Record<K, string>>) =>
  Object.fromEntries(
    (Object.keys(described) as K[]).map((value) => [constant(value), { value, description: described[value] }]),
  );

/** `PointsAccount.entries`: every entry of an account, the newest first. */
export function statement(builder: Builder, Account: ReturnType<typeof builder.objectRef<PointsAccount>>): void {
  const Kind = builder.enumType('PointsEntryKind', { description: 'Why points moved.', values: valuesOf(KINDS) });
  const Where = builder.enumType('PointsSide', {
    description: 'Where points come from or go to: the two sides of an entry.',
    values: valuesOf(SIDES),
  });
  const Entry = builder.objectRef<Line>('PointsEntry').implement({
    extensions: inherited,
    description: 'Points that moved from one side to another. Entries are only ever appended.',
    fields: (t) => ({
      number: t.exposeInt('seq', { description: 'Its number in the account: 1, 2, 3 …' }),
      at: t.field({ type: 'DateTime', description: 'When they moved.', resolve: ({ at }) => new Date(at) }),
      kind: t.field({ type: Kind, description: 'Why.', resolve: ({ kind }) => kind }),
      points: t.field({ type: 'Long', description: 'How many.', resolve: ({ points }) => points }),
      from: t.field({ type: Where, description: 'Where from.', resolve: ({ from }) => from }),
      to: t.field({ type: Where, description: 'Where to.', resolve: ({ to }) => to }),
      reward: t.string({ nullable: true, description: 'Key of the reward.', resolve: ({ subject }) => subject }),
      earnedAt: t.field({
        type: 'DateTime',
        description: 'When these points were earned.',
        resolve: ({ earned }) => new Date(earned),
      }),
      expiresAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When these points expire or expired; null: never.',
        resolve: ({ expires }) => (Number.isFinite(expires) ? new Date(expires) : null),
      }),
    }),
  });
  builder.objectField(Account, 'entries', (t) =>
    t.connection(
      {
        type: Entry,
        description: 'Every entry of the account, the newest first.',
        resolve: (account, args, context) =>
          resolveCursorConnection(
            { args, defaultSize: 20, maxSize: 100, toCursor: (line) => String((line as Line).seq) },
            (page) => linesOf(context, account, page),
          ) as never,
      },
      { name: 'PointsEntryConnection', description: 'A page of a statement.' },
      { name: 'PointsEntryEdge', description: 'An entry and its place in the statement.' },
    ),
  );
}

/** A cursor is the number of an entry; anything else leads nowhere. */
const numberOf = (cursor: string | undefined, otherwise: number): number =>
  cursor === undefined ? otherwise : /^\d{1,9}$/.test(cursor) ? Number(cursor) : 0;

/** Lines of a page; those of all accounts of an answer are read together. */
function linesOf(
  context: GraphContext,
  { customerId, programme }: PointsAccount,
  { after, before, limit, inverted }: ResolveCursorConnectionArgs,
): Promise<Line[]> {
  const [below, above] = [numberOf(after, 2 ** 31 - 1), numberOf(before, 0)];
  return context.batch
    .of<string, Line[]>(`loyalty:lines ${below} ${above} ${limit} ${inverted}`, async (keys) => {
      const rows = await context.query<Line & { key: string }>(
        inverted ? 'loyalty-first-lines' : 'loyalty-lines',
        `select k.key, e.seq, e.at, e.kind, e.points::float8, e.from_side as "from", e.to_side as "to", e.subject,
                l.earned_at as earned, l.expires_at as expires
           from unnest($1::text[]) as k(key) cross join lateral (
             select * from loyalty_tiers_entry e
              where e.customer_id = left(k.key, 36)::uuid and e.programme = substr(k.key, 38) and e.purse = 'points'
                and e.seq < $2 and e.seq > $3
              order by e.seq ${inverted ? 'asc' : 'desc'} limit $4) e
           join loyalty_tiers_lot l on l.customer_id = e.customer_id and l.programme = e.programme
            and l.purse = e.purse and l.id = e.lot
          order by e.seq ${inverted ? 'asc' : 'desc'}`,
        [keys, below, above, limit],
      );
      const found = Map.groupBy(rows, ({ key }) => key);
      return keys.map((key) => found.get(key) ?? []);
    })
    .load(`${customerId} ${programme.ruleSet}`);
}
