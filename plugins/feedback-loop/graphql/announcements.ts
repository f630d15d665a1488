import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { type Builder, type GraphContext, needs } from '#contract';
import type { Announcement } from '../announcements/announcement.ts';
import { ANNOUNCEMENT_COLUMNS, readAnnouncements } from '../announcements/store.ts';
import { AnnouncementMade } from '../changes.ts';
import { announcing } from './announce.ts';
import { announcementType } from './announcement-type.ts';
import type { caseType } from './case-type.ts';

/** What was announced, how far it has come, and its words beside the change for a mailer. */
export function announcements(builder: Builder, types: ReturnType<typeof caseType>): void {
  const { AnnouncementRef } = announcementType(builder, types);
  announcing(builder, { AnnouncementRef });
  builder.queryField('feedbackAnnouncements', (t) =>
    t.connection(
      {
        extensions: needs('customers:read'),
        type: AnnouncementRef,
        description: 'What customers were told was done, the newest first.',
        args: { theme: t.arg.string({ description: 'Only about this theme.' }) },
        resolve: (_root, args, context) =>
          resolveCursorConnection(
            { args, defaultSize: 20, maxSize: 100, toCursor: (one) => cursorOf(one as Announcement) },
            (page) => newest(context, args.theme ?? null, page),
          ) as never,
      },
      { name: 'FeedbackAnnouncementConnection', description: 'A page of announcements.' },
      { name: 'FeedbackAnnouncementEdge', description: 'An announcement and its place in the list.' },
    ),
  );
  builder.queryField('feedbackAnnouncement', (t) =>
    t.field({
      extensions: needs('customers:read'),
      type: AnnouncementRef,
      nullable: true,
      description: 'What was announced under a key, and how far that has come.',
      args: { key: t.arg.string({ required: true, description: 'Its key.' }) },
      resolve: (_root, { key }, context) => announcementOf(context, key),
    }),
  );
  builder.objectField(AnnouncementMade.name as never, 'feedbackAnnouncement', (t) =>
    t.field({
      extensions: needs('customers:read'),
      type: AnnouncementRef,
      nullable: true,
      description: 'What the customer is told.',
      resolve: (change, _args, context) => announcementOf(context, (change as Told).details?.announcement ?? ''),
    }),
  );
}

/** A change as the API carries it, as far as it matters here. */
interface Told {
  readonly details: Readonly<Record<string, string>> | null;
}

const cursorOf = ({ createdAt, key }: Announcement): string => `${createdAt} ${key}`;

/** Where a cursor leads; one that is none leads nowhere. */
function placeOf(cursor: string | undefined): readonly [number | null, string | null] {
  if (cursor === undefined) return [null, null];
  const [at = '', ...key] = cursor.split(' ');
  return [Number(at), key.join(' ')];
}

const newest = (
  context: GraphContext,
  theme: string | null,
  { after, before, limit, inverted }: ResolveCursorConnectionArgs,
): Promise<Announcement[]> => {
  const order = inverted ? 'asc' : 'desc';
  return context.query<Announcement>(
    inverted ? 'feedback-first-announcements' : 'feedback-newest-announcements',
    `select ${ANNOUNCEMENT_COLUMNS} from feedback_loop_announcement n
      where ($1::text is null or n.theme = $1) and ($2::float8 is null or (n.created_at, n.key) < ($2, $3))
        and ($4::float8 is null or (n.created_at, n.key) > ($4, $5))
      order by n.created_at ${order}, n.key ${order} limit $6`,
    [theme, ...placeOf(after), ...placeOf(before), limit],
  );
};

/** Those of one answer are read together. */
const announcementOf = (context: GraphContext, key: string): Promise<Announcement | null> =>
  context.batch
    .of<string, Announcement | null>('feedback:announcements', async (keys) => {
      const found = new Map((await readAnnouncements(context, keys)).map((one) => [one.key, one]));
      return keys.map((one) => found.get(one) ?? null);
    })
    .load(key);
