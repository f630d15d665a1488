import type { Viewer } from '../contract/viewer.ts';
import { type Issue, ValidationError } from '../errors.ts';
import type { Client } from './clients.ts';
import { boundOf, scopesOf } from './viewer.ts';

/**
 * Refuses to hand out, or to lay hands on, more than one has oneself: else whoever keeps clients could make themselves an
 * administrator.
 */
export function checkGrant(by: Viewer, client: Pick<Client, 'role' | 'scopes' | 'segments' | 'changeTypes'>): void {
  if (by.by === 'operator') return;
  const issues: Issue[] = [];
  const fault = (path: string, what: string): void => {
    const message = `You may not grant ${what}, or edit a client that has it: you do not have it yourself.`;
    issues.push({ path: [path], code: 'BEYOND_YOUR_RIGHTS', message });
  };
  for (const scope of scopesOf(client, client.segments !== null)) {
    if (!by.scopes.has(scope)) fault(client.scopes.includes(scope) ? 'scopes' : 'role', `"${scope}"`);
  }
  for (const path of ['segments', 'changeTypes'] as const) {
    const [mine, theirs] = [by[path], boundOf(client.role, client[path])];
    if (mine && !theirs?.every((name) => mine.includes(name))) fault(path, `all ${path}`);
  }
  if (issues.length) throw new ValidationError(issues);
}
