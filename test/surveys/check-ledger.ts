import { mayContact } from '../../src/contacts/may-contact.ts';
import type { ContactPolicy } from '../../src/contacts/policy.ts';
import type { ContactPurpose } from '../../src/contract/contact.ts';
import type { Database } from '../../src/db/database.ts';

const DAY = 86_400_000;

interface Contact {
  readonly customer: string;
  readonly id: string;
  readonly purpose: ContactPurpose;
  readonly category: string | null;
  readonly at: number;
}

/** Everything in the tables that breaks the policy, or is not explained: sentences, none when all is well. */
export async function faultsOf(database: Database, policy: ContactPolicy, end: number): Promise<string[]> {
  const contacts = await database.query<Contact>(
    '',
    `select customer_id as customer, id, purpose, category, (extract(epoch from at) * 1000)::float8 as at
       from contact where state <> 'released'`,
  );
  const faults: string[] = [];
  for (const own of Map.groupBy(contacts, ({ customer }) => customer).values()) faults.push(...excesses(own, policy));
  for (const [what, text, values = []] of UNEXPLAINED(end)) {
    const rows = await database.query<{ id: string }>('', text, values);
    faults.push(...rows.map(({ id }) => `${what}: ${id}`));
  }
  return faults;
}

/** Each contact against all others of the customer, in whatever order they were made. */
function excesses(contacts: readonly Contact[], { limits, waits, quietHours }: ContactPolicy): string[] {
  return contacts.flatMap((one) => {
    const before = contacts.filter((other) => other !== one && other.at <= one.at);
    const over = limits.filter(({ purpose, most, days }) => {
      const counted = before.filter(
        (other) => (purpose ?? other.purpose) === other.purpose && other.at > one.at - days * DAY,
      );
      return (purpose ?? one.purpose) === one.purpose && counted.length >= most;
    });
    const early = waits.filter(({ category, days }) =>
      before.some(
        (other) => category === one.category && other.category === category && other.at > one.at - days * DAY,
      ),
    );
    const bare = { limits: [], waits: [], channels: ['email'], priorities: [] } as const;
    const consent = { survey: 'opt-out', offer: 'opt-out', 'follow-up': 'opt-out' } as const;
    const night = mayContact({
      policy: { ...bare, consent, quietHours },
      ...{ preference: undefined, contacts: [], wish: one, now: one.at, zone: 'UTC' },
    });
    return [
      ...over.map((limit) => `contact ${one.id} exceeds ${JSON.stringify(limit)}`),
      ...early.map((wait) => `contact ${one.id} did not wait: ${JSON.stringify(wait)}`),
      ...(night.allowed ? [] : [`contact ${one.id} was made in quiet hours`]),
    ];
  });
}

/** What must not be there, as statements that find it. */
const UNEXPLAINED = (end: number): readonly (readonly [string, string, unknown[]?])[] => [
  [
    'a wish was forgotten',
    `select id from survey_ask where (state in ('waiting', 'refused')) <> (next_at is not null)
         or next_at <= to_timestamp($1::float8 / 1000.0) or next_at > expires_at`,
    [end],
  ],
  [
    'a refusal is not explained',
    `select a.id from survey_ask a where state in ('refused', 'passed') and (reason is null or not exists (
       select 1 from contact_refusal r where r.customer_id = a.customer_id and r.wish = a.id))`,
  ],
  [
    'a decision is not written down',
    `select a.id from survey_ask a where a.tries <> (a.state = 'invited')::int + (
       select count(*) from contact_refusal r where r.customer_id = a.customer_id and r.wish = a.id)`,
  ],
  [
    'a refusal does not say when it may be asked again',
    `select id from contact_refusal where next_at is null and reason in ('limitReached', 'waitingTime', 'quietHours')
        union all select id from contact_refusal where next_at <= at`,
  ],
  [
    'an invitation is not made as a whole',
    `select a.id from survey_ask a where (a.state = 'invited')::int <> all (array[
       (select count(*) from survey_invitation i where i.customer_id = a.customer_id and i.id = a.id),
       (select count(*) from contact k where k.customer_id = a.customer_id and k.id = a.id and k.state = 'sent'),
       (select count(*) from activity t where t.customer_id = a.customer_id and t.kind = 'surveyInvited' and t.key = a.id::text),
       (select count(*) from change h where h.customer_id = a.customer_id and h.type = 'survey.invited' and h."to" = a.id::text)])`,
  ],
  [
    'an invitation has no wish',
    `select i.id from survey_invitation i where not exists (
     select 1 from survey_ask a where a.customer_id = i.customer_id and a.id = i.id and a.state = 'invited')`,
  ],
  [
    'changes of a customer have gaps',
    `select c.id from customer c where c.change_seq <> (select count(*) from change h where h.customer_id = c.id)
         or c.change_seq <> (select coalesce(max(change_seq), 0) from change h where h.customer_id = c.id)`,
  ],
];
