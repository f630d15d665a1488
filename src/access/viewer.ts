import type { Scope } from '../contract/scope.ts';
import type { Role, Viewer } from '../contract/viewer.ts';
import { roles } from './roles.ts';

/** What decides the rights of a viewer. */
export interface Grant {
  readonly by: Viewer['by'];
  readonly id: string;
  readonly clientId: string | null;
  readonly name: string;
  readonly role: Role;
  /** Besides those of the role. */
  readonly scopes?: readonly Scope[];
  readonly segments?: readonly string[] | null;
  readonly changeTypes?: readonly string[] | null;
  readonly expiresAt?: number | null;
  readonly trustedDocumentsOnly?: boolean;
}

/** Scopes that look past the bounds of named segments: whoever is bounded has none of them. */
export const UNBOUNDED: readonly Scope[] = [
  ...(['customers:find', 'customers:erase', 'rules:read', 'rules:write', 'rules:review', 'rules:publish'] as const),
  ...(['imports:write', 'jobs:read', 'access:write', 'audit:read'] as const),
];

/** What a role and the scopes granted besides let one do, when it may only see some segments or any. */
export function scopesOf({ role, scopes = [] }: Pick<Grant, 'role' | 'scopes'>, bounded: boolean): Set<Scope> {
  const all = new Set<Scope>([...roles[role].scopes, ...scopes]);
  if (bounded) for (const scope of UNBOUNDED) all.delete(scope);
  return all;
}

/** Partners see what is named and nothing else; others see everything when nothing is named. */
export const boundOf = (role: Role, names: readonly string[] | null | undefined): readonly string[] | null =>
  names ?? (role === 'partner' ? [] : null);

export function makeViewer(grant: Grant): Viewer {
  const { by, id, clientId, name, role, expiresAt = null, trustedDocumentsOnly = false } = grant;
  const segments = boundOf(role, grant.segments);
  const changeTypes = boundOf(role, grant.changeTypes);
  const scopes = scopesOf(grant, segments !== null);
  const rights = JSON.stringify([
    [...scopes].sort(),
    segments && [...segments].sort(),
    changeTypes && [...changeTypes].sort(),
    // who sees pseudonyms shares with nobody; changes of endpoints are seen by their owner
    scopes.has('customers:identify') ? '' : pseudonymOwner({ by, id, clientId }),
    clientId ?? '',
  ]);
  return Object.freeze({
    by,
    id,
    clientId,
    name,
    role,
    scopes,
    segments,
    changeTypes,
    expiresAt,
    trustedDocumentsOnly,
    rights,
  });
}

/** Whose pseudonyms a viewer sees. */
export const pseudonymOwner = ({ by, id, clientId }: Pick<Viewer, 'by' | 'id' | 'clientId'>): string =>
  clientId === null ? `${by} ${id}` : `client ${clientId}`;

/** Whoever has the machine: the command line and the workers. */
export const operator: Viewer = makeViewer({
  by: 'operator',
  id: 'operator',
  clientId: null,
  name: 'operator',
  role: 'admin',
});
