import { type Scope, scopes } from '../contract/scope.ts';
import { ROLES } from '../contract/viewer.ts';
import { type Issue, ValidationError } from '../errors.ts';
import type { ClientInput } from './clients.ts';

const MOST_NAMES = 1000;

/** Finds every fault in what is said of a client, and throws them together. */
export function checkClient(client: ClientInput): void {
  const { name, role, segments, changeTypes } = client;
  const issues: Issue[] = [];
  const fault = (path: string, code: string, message: string): void => {
    issues.push({ path: [path], code, message });
  };
  if (name.trim() === '' || name.length > 100) fault('name', 'BAD_LENGTH', 'A name has 1 to 100 characters.');
  if (!ROLES.includes(role))
    fault('role', 'UNKNOWN_ROLE', `There is no role "${role}"; there are ${ROLES.join(', ')}.`);
  for (const scope of client.scopes ?? []) {
    if (!Object.hasOwn(scopes, scope)) fault('scopes', 'UNKNOWN_SCOPE', `There is no scope "${scope}".`);
  }
  for (const [path, names] of Object.entries({ segments, changeTypes })) {
    if (names && names.length > MOST_NAMES) fault(path, 'TOO_MANY', `At most ${MOST_NAMES} names.`);
    if (names?.some((one) => one === '' || one.length > 64))
      fault(path, 'BAD_LENGTH', 'A name has 1 to 64 characters.');
  }
  const finds = (client.scopes ?? []).find((scope) => UNBOUNDED.includes(scope));
  if (finds && segments)
    fault(
      'scopes',
      'CONTRADICTION',
      `A client that may only see some segments cannot be granted "${finds}": leave out one.`,
    );
  if (issues.length) throw new ValidationError(issues);
}

/** Scopes that look past the bounds of named segments. */
const UNBOUNDED: readonly Scope[] = ['customers:find', 'access:write', 'audit:read', 'customers:erase', 'rules:read'];
