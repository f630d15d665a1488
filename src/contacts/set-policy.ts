import { type Actor, audit } from '../access/audit.ts';
import type { Database, Sql } from '../db/database.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { checkPolicy } from './check-policy.ts';
import type { ContactPolicy } from './policy.ts';
import { type PolicyVersion, readPolicy } from './read-policy.ts';

/**
 * Makes a policy the one that holds. `expectedVersion` is that of the policy it was made from: when another one holds by
 * now, nothing is changed.
 */
export async function setPolicy(
  database: Database,
  actor: Actor,
  policy: ContactPolicy,
  expectedVersion: number,
  alongside: (sql: Sql) => Promise<void> = async () => {},
): Promise<PolicyVersion> {
  const issues = checkPolicy(policy);
  if (issues.length > 0) throw new ValidationError(issues);
  return database.transact(async (sql) => {
    const before = await readPolicy(sql);
    const version = expectedVersion + 1;
    const written =
      before.version === expectedVersion
        ? await sql.query(
            'set-contact-policy',
            `insert into contact_policy (version, document, author) values ($1, $2, $3) on conflict do nothing returning 1`,
            [version, JSON.stringify(policy), actor.name.slice(0, 200)],
          )
        : [];
    if (written.length === 0)
      throw new ConflictError('VERSION_CONFLICT', 'Somebody else changed the policy; read it again.', [
        'expectedVersion',
      ]);
    await audit(sql, actor, {
      action: 'contact-policy.set',
      target: { type: 'contact-policy', id: String(version) },
      before: before.policy,
      after: policy,
    });
    await alongside(sql);
    return readPolicy(sql);
  });
}
