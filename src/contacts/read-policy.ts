import type { Sql } from '../db/database.ts';
import { type ContactPolicy, DEFAULT_POLICY } from './policy.ts';

/** A version of the policy; 0 is what holds before anybody said anything. */
export interface PolicyVersion {
  readonly version: number;
  readonly policy: ContactPolicy;
  readonly author: string | null;
  readonly createdAt: Date | null;
}

/** The policy that holds now. */
export async function readPolicy(sql: Sql): Promise<PolicyVersion> {
  const [row] = await sql.query<{ version: number; document: ContactPolicy; author: string; at: number }>(
    'contact-policy',
    `select version, document, author, (extract(epoch from created_at) * 1000)::float8 as at
       from contact_policy order by version desc limit 1`,
  );
  if (!row) return { version: 0, policy: DEFAULT_POLICY, author: null, createdAt: null };
  const { version, document, author, at } = row;
  return { version, policy: document, author, createdAt: new Date(at) };
}
