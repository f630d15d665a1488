import { ConflictError, type Issue, type KeeperTransaction, type Phrase, say, ValidationError } from '#contract';
import { phrases } from '../document/words.ts';
import { type Announcement, LIMITS } from './announcement.ts';
import { ANNOUNCEMENT_COLUMNS, readAnnouncements } from './store.ts';

const DAY = 86_400_000;

/** What is to be announced, and to whom. */
export type Wanted = Omit<Announcement, 'createdAt' | 'until'>;

/** Everything that is wrong with it, before anything is looked up. */
export function checkWanted({ key, theme, text, channels, withinDays }: Wanted): void {
  const issues: Issue[] = [];
  const refuse = (...what: Parameters<typeof issueOf>): void => void issues.push(issueOf(...what));
  const words = { key: [key], theme: [theme], text: [text], channels: channels ?? [] };
  for (const [name, list] of Object.entries(words)) {
    const most = name === 'channels' ? LIMITS.channel : LIMITS[name as 'key'];
    if (list.some((word) => word.length < 1 || word.length > most || word.includes('\0')))
      refuse(name, 'BAD_LENGTH', phrases.badLength({ most }));
  }
  if (channels && (channels.length < 1 || channels.length > LIMITS.channels))
    refuse('channels', 'OUT_OF_RANGE', phrases.outOfRange({ most: LIMITS.channels }));
  if (withinDays < 1 || withinDays > LIMITS.days)
    refuse('withinDays', 'OUT_OF_RANGE', phrases.outOfRange({ most: LIMITS.days }));
  if (issues.length > 0) throw new ValidationError(issues);
}

/**
 * Notes what is announced, and exactly those whose cases of the theme are acted upon at this moment. The same again under the
 * same key is the same announcement.
 */
export async function announce(tx: KeeperTransaction, wanted: Wanted): Promise<Announcement> {
  const { key, theme, text, channels, ruleSet, withinDays, author } = wanted;
  const [made] = await tx.query<Announcement>(
    'feedback-announce',
    `insert into feedback_loop_announcement as n (key, theme, text, channels, rule_set, within_days, author, created_at, until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning ${ANNOUNCEMENT_COLUMNS}`,
    [
      ...[key, theme, text, channels && JSON.stringify(channels), ruleSet, withinDays, author.slice(0, 200)],
      ...[tx.now, tx.now + withinDays * DAY],
    ],
  );
  if (!made) return sameAs(wanted, (await readAnnouncements(tx, [key]))[0]);
  const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(
    'feedback-address',
    `with addressed as (
       insert into feedback_loop_recipient (customer_id, announcement, state, state_at, next_at)
       select distinct customer_id, $1, 'waiting', $2::float8, $2::float8 from feedback_loop_case
        where state = 'acted' and theme = $3 and ($4::text is null or rule_set = $4) limit $5 returning 1)
     select count(*)::int as count from addressed`,
    [key, tx.now, theme, ruleSet, LIMITS.customers + 1],
  );
  if (count === 0) throw new ValidationError([issueOf('theme', 'NOBODY', phrases.nobody())]);
  if (count > LIMITS.customers)
    throw new ValidationError([issueOf('theme', 'TOO_MANY', phrases.tooMany({ most: LIMITS.customers }))]);
  return made;
}

function sameAs(wanted: Wanted, known: Announcement | undefined): Announcement {
  const said = ({ theme, text, channels, ruleSet, withinDays }: Wanted) =>
    JSON.stringify([theme, text, channels, ruleSet, withinDays]);
  if (!known || said(known) !== said(wanted))
    throw new ConflictError('IDEMPOTENCY_CONFLICT', phrases.keyAnnounced(), ['key']);
  return known;
}

const issueOf = (path: string, code: string, phrase: Phrase): Issue => ({
  ...{ path: [path], code, phrase },
  message: say(phrase, 'en'),
});
