import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { type Builder, type GraphContext, isUuid, needs } from '#contract';
import { Customer } from '#entities';
import {
  type Announcement,
  RECIPIENT_STATES,
  type Recipient,
  type RecipientState,
} from '../announcements/announcement.ts';
import { countRecipients, RECIPIENT_COLUMNS } from '../announcements/store.ts';
import type { caseType } from './case-type.ts';
import { dateOf, valuesOf } from './words.ts';

/** `FeedbackAnnouncement`, and the customers who are told by it. */
export function announcementType(builder: Builder, { RefusalRef }: ReturnType<typeof caseType>) {
  const extensions = needs('customers:read');
  const RecipientStateRef = builder.enumType('FeedbackRecipientState', {
    description: 'What became of a customer who is to be told what was done.',
    values: valuesOf<RecipientState>(RECIPIENT_STATES),
  });
  const RecipientRef = builder.objectRef<Recipient>('FeedbackRecipient').implement({
    extensions,
    description: 'A customer who is to be told what was done.',
    fields: (t) => ({
      customer: t.field({
        type: Customer,
        description: 'Who.',
        resolve: ({ customerId }, _args, context) => context.customer(customerId),
      }),
      state: t.field({ type: RecipientStateRef, description: 'What became of it.', resolve: ({ state }) => state }),
      stateAt: t.field({ type: 'DateTime', description: 'Since when.', resolve: (one) => new Date(one.stateAt) }),
      reason: t.field({
        type: RefusalRef,
        nullable: true,
        description: 'Why the contact policy refused it the last time; null: it did not.',
        resolve: ({ reason }) => reason,
      }),
      nextAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it is tried; null: not any more.',
        resolve: ({ nextAt }) => dateOf(nextAt),
      }),
      channel: t.exposeString('channel', { nullable: true, description: 'By which way the customer was told.' }),
    }),
  });
  const AnnouncementRef = builder.objectRef<Announcement>('FeedbackAnnouncement').implement({
    extensions,
    description: 'What those are told whose cases of a theme were acted upon, and how far that has come.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its key.' }),
      theme: t.exposeString('theme', { description: 'The theme of the cases.' }),
      text: t.exposeString('text', { description: 'What was done.' }),
      ruleSetKey: t.exposeString('ruleSet', {
        nullable: true,
        description: 'Key of the only rule set whose cases count; null: all.',
      }),
      author: t.exposeString('author', { description: 'Who announced it.' }),
      createdAt: t.field({ type: 'DateTime', description: 'When.', resolve: (one) => new Date(one.createdAt) }),
      until: t.field({
        type: 'DateTime',
        description: 'Until when those wait whom the contact policy refuses.',
        resolve: (one) => new Date(one.until),
      }),
      ...Object.fromEntries(
        (Object.keys(RECIPIENT_STATES) as RecipientState[]).map((state) => [
          state,
          t.int({
            description: `How many customers are in the state \`${state.toUpperCase()}\`.`,
            resolve: async ({ key }, _args, context) => (await countsOf(context, key))[state] ?? 0,
          }),
        ]),
      ),
      recipients: t.connection(
        {
          type: RecipientRef,
          description: 'The customers who are told by it, in the order of their ids.',
          args: {
            states: t.arg({
              type: [RecipientStateRef],
              required: true,
              defaultValue: Object.keys(RECIPIENT_STATES) as RecipientState[],
              description: 'Only those in one of these states.',
            }),
          },
          resolve: ({ key }, args, context) =>
            resolveCursorConnection(
              { args, defaultSize: 20, maxSize: 100, toCursor: (one) => (one as Recipient).customerId },
              (page) => recipientsOf(context, key, args.states as RecipientState[], page),
            ) as never,
        },
        { name: 'FeedbackRecipientConnection', description: 'A page of customers who are told.' },
        { name: 'FeedbackRecipientEdge', description: 'A customer who is told, and the place in the list.' },
      ),
    }),
  });
  return { AnnouncementRef };
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The customer of a cursor; behind what is none there is nobody. */
const idOf = (cursor: string | undefined, nobody: string): string | null =>
  cursor === undefined ? null : isUuid(cursor) ? cursor : nobody;

/** Recipients of a page; those of all announcements of an answer are read together. */
const recipientsOf = (
  context: GraphContext,
  key: string,
  states: readonly RecipientState[],
  { after, before, limit, inverted }: ResolveCursorConnectionArgs,
): Promise<Recipient[]> =>
  context.batch
    .of<string, Recipient[]>(
      JSON.stringify(['feedback:recipients', states, after, before, limit, inverted]),
      async (keys) => {
        const order = inverted ? 'desc' : 'asc';
        const rows = await context.query<Recipient>(
          inverted ? 'feedback-recipients-end' : 'feedback-recipients',
          `select ${RECIPIENT_COLUMNS} from unnest($1::text[]) as v(key) cross join lateral (
           select * from feedback_loop_recipient t where t.announcement = v.key and t.state = any($2::text[])
              and ($3::uuid is null or t.customer_id > $3) and ($4::uuid is null or t.customer_id < $4)
            order by t.customer_id ${order} limit $5) r order by r.customer_id ${order}`,
          [keys, states, idOf(after, LAST), idOf(before, FIRST), limit],
        );
        const own = Map.groupBy(rows, ({ announcement }) => announcement);
        return keys.map((one) => own.get(one) ?? []);
      },
    )
    .load(key);

type Counts = Partial<Record<RecipientState, number>>;

/** Those of all announcements of an answer are counted together. */
const countsOf = (context: GraphContext, key: string): Promise<Counts> =>
  context.batch
    .of<string, Counts>('feedback:counts', async (keys) => {
      const own = Map.groupBy(await countRecipients(context, keys), ({ announcement }) => announcement);
      return keys.map((one) => Object.fromEntries((own.get(one) ?? []).map(({ state, count }) => [state, count])));
    })
    .load(key);
