import { type Scope, scopes } from '../contract/scope.ts';
import { ROLES } from '../contract/viewer.ts';
import { type Issue, ValidationError } from '../errors.ts';
import type { Client } from './clients.ts';
import { scopesOf, UNBOUNDED } from './viewer.ts';

const MOST_NAMES = 1000;

/** By these one names customers with the account's own ids, or sees those: one would learn whose a pseudonym is. */
const NAMING: readonly Scope[] = [
  ...(['customers:find', 'customers:write', 'customers:erase', 'personal:read'] as const),
  ...(['activities:write', 'imports:write', 'audit:read'] as const),
];

type Checked = Pick<Client, 'name' | 'role' | 'scopes' | 'segments' | 'changeTypes'>;

/** Finds every fault in what is said of a client, and throws them together. */
export function checkClient({ name, role, scopes: granted, segments, changeTypes }: Checked): void {
  const issues: Issue[] = [];
  const fault = (path: string, code: string, message: string): void => {
    issues.push({ path: [path], code, message });
  };
  if (name.trim() === '' || name.length > 100) fault('name', 'BAD_LENGTH', 'A name has 1 to 100 characters.');
  else if (name !== name.trim() || /\p{Cc}/u.test(name))
    fault('name', 'BAD_NAME', 'A name has no control characters, and no spaces around it.');
  if (!ROLES.includes(role))
    fault('role', 'UNKNOWN_ROLE', `There is no role "${role}"; there are ${ROLES.join(', ')}.`);
  for (const scope of granted) {
    if (!Object.hasOwn(scopes, scope))
      fault('scopes', 'UNKNOWN_SCOPE', `There is no scope "${scope}"; there are ${Object.keys(scopes).join(', ')}.`);
  }
  for (const [path, names] of Object.entries({ segments, changeTypes })) {
    if (!names) continue;
    if (names.length > MOST_NAMES) fault(path, 'TOO_MANY', `At most ${MOST_NAMES} names.`);
    if (!names.every((one) => /^[\w.-]{1,64}$/.test(one)))
      fault(path, 'BAD_NAME', 'Each is 1 to 64 letters, digits, dots, hyphens or underscores.');
  }
  if (issues.length === 0) findContradictions({ role, scopes: granted, segments }, fault);
  if (issues.length) throw new ValidationError(issues);
}

function findContradictions(
  { role, scopes: granted, segments }: Pick<Checked, 'role' | 'scopes' | 'segments'>,
  fault: (path: string, code: string, message: string) => void,
): void {
  const all = scopesOf({ role, scopes: granted }, false);
  const past = segments === null ? undefined : UNBOUNDED.find((scope) => all.has(scope));
  if (past)
    fault(
      granted.includes(past) ? 'scopes' : 'segments',
      'CONTRADICTION',
      `Who may only see some segments cannot have "${past}", which looks past them: leave out the one or the other.`,
    );
  const naming = all.has('customers:identify') ? undefined : NAMING.find((scope) => all.has(scope));
  if (naming)
    fault(
      'scopes',
      'CONTRADICTION',
      `Who has "${naming}" would learn whom a pseudonym means: grant "customers:identify" as well.`,
    );
}
