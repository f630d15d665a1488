import type { Sql } from '../db/database.ts';
import { type Issue, NotFoundError, ValidationError } from '../errors.ts';
import { addJob } from '../jobs/run-jobs.ts';
import type { Road } from '../pipeline/road.ts';
import type { Knowing } from './relive.ts';

export const REPLAY = 'replay';

/** Days and customers that one replay goes through at most: some hours of one core. */
export const MOST_DAYS = 1100;
export const MOST_CUSTOMER_DAYS = 50_000_000;

/** What a replay is asked to do. Instants in epoch milliseconds. */
export interface ReplayWish {
  /** Versions of rule sets by key and number, published or not; one of each rule set. */
  readonly versions: readonly { readonly key: string; readonly number: number }[];
  readonly from: number;
  readonly to: number;
  readonly knowing: Knowing;
  /** The share of all customers that is looked at, the same in every replay; null: all. */
  readonly percent: number | null;
  /** Key of the segment whose members of now are looked at; null: all. */
  readonly segment: string | null;
  /** Whether to keep who entered and left when, besides the counts. */
  readonly moves: boolean;
}

/** The job's input: the wish, with every version pinned, so that it goes on after a crash as it began. */
export interface ReplayInput extends Omit<ReplayWish, 'versions'> {
  /** Versions that are asked about. */
  readonly asked: readonly string[];
  /** Versions that hold beside them for as long as the replay runs. */
  readonly beside: readonly string[];
}

/** Starts a replay: who would have been where, when, if these versions had held. Touches nothing that lives. */
export async function startReplay(road: Road, wish: ReplayWish, now: number): Promise<string> {
  check(wish, now);
  return road.database.transact(async (sql) => {
    const asked = await Promise.all(wish.versions.map((version) => findVersion(sql, version)));
    const beside = await sql.query<{ id: string; rule_set_id: string }>(
      'replay-beside',
      `select id, rule_set_id from rule_set_version where status = 'published'`,
    );
    const { versions: _versions, ...rest } = wish;
    const own = new Set(asked.map(({ rule_set_id }) => rule_set_id));
    if (own.size < asked.length) throw refusal('versions', 'REPEATED', 'Name one version of each rule set.');
    const input: ReplayInput = {
      ...rest,
      asked: asked.map(({ id }) => id),
      beside: beside.filter(({ rule_set_id }) => !own.has(rule_set_id)).map(({ id }) => id),
    };
    const customers = await countCustomers(sql, input);
    if (customers * daysBetween(wish) > MOST_CUSTOMER_DAYS) {
      const message = `${customers} customers over ${daysBetween(wish)} days are too many: at most ${MOST_CUSTOMER_DAYS} days of customers. Choose a share, a segment, or less time.`;
      throw refusal('to', 'TOO_MUCH', message);
    }
    return addJob(sql, REPLAY, input);
  });
}

const DAY = 86_400_000;
const daysBetween = ({ from, to }: Pick<ReplayWish, 'from' | 'to'>): number => Math.ceil((to - from) / DAY);

const refusal = (path: string, code: string, message: string): ValidationError =>
  new ValidationError([{ path: [path], code, message }]);

function check(wish: ReplayWish, now: number): void {
  const issues: Issue[] = [];
  const fault = (path: string, code: string, message: string): void =>
    void issues.push({ path: [path], code, message });
  const { versions, from, to, percent } = wish;
  if (versions.length < 1 || versions.length > 20) fault('versions', 'BAD_LENGTH', 'Name 1 to 20 versions.');
  if (!(from < to)) fault('to', 'OUT_OF_RANGE', '"to" must lie after "from".');
  if (to > now) fault('to', 'IN_THE_FUTURE', 'A replay ends now at the latest; what is to come is on the agenda.');
  if (daysBetween(wish) > MOST_DAYS) fault('from', 'TOO_LONG', `A replay goes over at most ${MOST_DAYS} days.`);
  if (percent !== null && !(Number.isInteger(percent) && percent >= 1 && percent <= 100))
    fault('percent', 'OUT_OF_RANGE', 'A share is a whole number from 1 to 100.');
  if (issues.length > 0) throw new ValidationError(issues);
}

async function findVersion(
  sql: Sql,
  { key, number }: ReplayWish['versions'][number],
): Promise<{ id: string; rule_set_id: string }> {
  const [row] = await sql.query<{ id: string; rule_set_id: string }>(
    'replay-version',
    `select v.id, v.rule_set_id from rule_set_version v join rule_set s on s.id = v.rule_set_id
      where s.key = $1 and v.number = $2`,
    [key.replaceAll('\0', ' '), number],
  );
  if (row) return row;
  throw new NotFoundError(`There is no version ${number} of a rule set "${key}".`, ['versions']);
}

/** Which customers are looked at, as SQL over `customer c`; the parameters are the share and the segment. */
const CHOSEN = `($1::int is null or ('x' || substr(c.id::text, 1, 8))::bit(32)::bigint % 100 < $1)
  and ($2::text is null or exists (
    select 1 from outcome o join outcome_code k on k.code = o.code join rule_set s on s.id = k.rule_set_id
     where o.customer_id = c.id and k.key = $2 and s.kind = 'segments'))`;

export async function countCustomers(sql: Sql, { percent, segment }: ReplayInput): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    'replay-customers',
    `select count(*)::float8 as count from customer c where ${CHOSEN}`,
    [percent, segment],
  );
  return row?.count ?? 0;
}

/** The next customers in the order of their ids. */
export async function nextCustomers(
  sql: Sql,
  { percent, segment }: ReplayInput,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    'replay-next',
    `select c.id from customer c where ${CHOSEN} and c.id > $3 order by c.id limit $4`,
    [percent, segment, after, limit],
  );
  return rows.map(({ id }) => id);
}
