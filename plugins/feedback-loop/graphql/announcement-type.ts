import { resolveCursorConnection } from '@pothos/plugin-relay';
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
              ({ after, before, limit, inverted }) =>
                context.query<Recipient>(
                  inverted ? 'feedback-recipients-end' : 'feedback-recipients',
                  `select ${RECIPIENT_COLUMNS} from feedback_loop_recipient r
                    where r.announcement = $1 and r.state = any($2::text[]) and ($3::uuid is null or r.customer_id > $3)
                      and ($4::uuid is null or r.customer_id < $4)
                    order by r.customer_id ${inverted ? 'desc' : 'asc'} limit $5`,
                  [key, args.states, idOf(after, LAST), idOf(before, FIRST), limit],
                ),
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

type Counts = Partial<Record<RecipientState, number>>;

/** Those of all announcements of an answer are counted together. */
const countsOf = (context: GraphContext, key: string): Promise<Counts> =>
  context.batch
    .of<string, Counts>('feedback:recipients', async (keys) => {
      const own = Map.groupBy(await countRecipients(context, keys), ({ announcement }) => announcement);
      return keys.map((one) => Object.fromEntries((own.get(one) ?? []).map(({ state, count }) => [state, count])));
    })
    .load(key);
