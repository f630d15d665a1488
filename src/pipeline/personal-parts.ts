import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { Engine } from './engine.ts';

type Values = Record<string, unknown>;

/** Takes personal attributes out of profiles, and writes them where nothing but `personal:read` and an export look. */
export class PersonalParts {
  readonly #personal: Engine['personal'];
  readonly #taken = new Map<string, Values>();

  constructor(personal: Engine['personal']) {
    this.#personal = personal;
  }

  /** Keeps what is personal, and gives the rest. */
  take(customerId: string, attributes: Readonly<Values>): Values {
    const rest: Values = {};
    for (const [key, value] of Object.entries(attributes)) {
      if (!this.#personal.has(key)) rest[key] = value;
      else this.#taken.set(customerId, { ...this.#taken.get(customerId), [key]: value });
    }
    return rest;
  }

  /** Under the customers' locks. Where something differs, the customer's version rises, as by any other edit. */
  async write(sql: Sql): Promise<void> {
    if (this.#taken.size === 0) return;
    await sql.query(
      'write-personal',
      `with written as (
         insert into personal_data (customer_id, attributes)
         select v.customer_id, n.attributes
           from unnest($1::uuid[], $2::jsonb[]) as v(customer_id, attributes)
           left join personal_data p on p.customer_id = v.customer_id
          cross join lateral (select coalesce(p.attributes, '{}') as held) h
          cross join lateral (select jsonb_strip_nulls(h.held || v.attributes) as attributes) n
          where n.attributes <> h.held
         on conflict (customer_id) do update set attributes = excluded.attributes
         returning customer_id)
       update customer c set version = c.version + 1 from written w where c.id = w.customer_id`,
      [
        literal([...this.#taken.keys()]),
        texts(
          [...this.#taken.values()].map((values) => JSON.stringify(values)),
          'jsonb',
        ),
      ],
    );
  }
}
