import type { ProfileDraft } from '../activities/draft.ts';
import { customerIdOf } from '../activities/identify.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { type CustomerState, instantFor } from './customer-state.ts';
import type { Engine } from './engine.ts';
import { PersonalParts } from './personal-parts.ts';

/**
 * Sets parts of profiles: attributes are merged, `null` removes. Writes only what differs, and then also keeps what the
 * profile says from now on; what is personal lies apart, without a history.
 */
export async function applyProfiles(
  sql: Sql,
  profiles: readonly ProfileDraft[],
  customers: ReadonlyMap<string, CustomerState>,
  personal: Engine['personal'],
  now: number,
): Promise<void> {
  if (profiles.length === 0) return;
  const apart = new PersonalParts(personal);
  const moved = new Map<CustomerState, { timeZone?: string | null }>();
  for (const { customer: ref, locale, timeZone, joinedAt, attributes } of profiles) {
    const customer = customers.get(ref.id ?? customerIdOf(ref.externalId));
    if (!customer || customer.erased) continue;
    const ordinary = apart.take(customer.id, attributes ?? {});
    const merged = merge(customer.attributes, ordinary);
    const differs =
      JSON.stringify(merged) !== JSON.stringify(merge(customer.attributes, {})) ||
      (locale !== undefined && locale !== customer.locale) ||
      (joinedAt !== undefined && joinedAt !== customer.joinedAt) ||
      (timeZone !== undefined && timeZone !== customer.timeZone);
    if (!differs) continue;
    customer.attributes = merged;
    if (locale !== undefined) customer.locale = locale;
    if (timeZone !== undefined) customer.timeZone = timeZone;
    if (joinedAt !== undefined) customer.joinedAt = joinedAt;
    customer.profileChanged = true;
    moved.set(customer, { ...moved.get(customer), ...(timeZone === undefined ? {} : { timeZone }) });
  }
  await apart.write(sql);
  if (moved.size === 0) return;
  const rows = [...moved.keys()];
  await sql.query(
    'write-profiles',
    `with written as (
     update customer c
        set locale = v.locale, joined_at = to_timestamp(v.joined_at / 1000.0), attributes = v.attributes,
            time_zone = case when v.zoned then v.time_zone else c.time_zone end, version = c.version + 1
       from unnest($1::uuid[], $2::text[], $3::float8[], $4::jsonb[], $5::text[], $6::boolean[])
         as v(id, locale, joined_at, attributes, time_zone, zoned)
      where c.id = v.id returning c.id, c.locale, c.time_zone, c.joined_at, c.attributes)
     insert into profile_version (customer_id, at, locale, time_zone, joined_at, attributes)
     select id, to_timestamp(v.at / 1000.0), locale, time_zone, joined_at, attributes
       from written w join unnest($1::uuid[], $7::float8[]) as v(id, at) using (id)
     on conflict (customer_id, at) do update set locale = excluded.locale, time_zone = excluded.time_zone,
            joined_at = excluded.joined_at, attributes = excluded.attributes`,
    [
      literal(rows.map(({ id }) => id)),
      texts(rows.map(({ locale }) => locale)),
      literal(rows.map(({ joinedAt }) => joinedAt)),
      texts(
        rows.map(({ attributes }) => JSON.stringify(attributes)),
        'jsonb',
      ),
      texts(rows.map((row) => moved.get(row)?.timeZone ?? null)),
      literal(rows.map((row) => (moved.get(row)?.timeZone === undefined ? 'f' : 't'))),
      literal(rows.map((row) => instantFor(row, now))),
    ],
  );
}

function merge(held: Record<string, unknown>, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged = { ...held };
  for (const [key, value] of Object.entries(given)) {
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
}
