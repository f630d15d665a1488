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

export function makeViewer(grant: Grant): Viewer {
  const { by, id, clientId, name, role, segments = null, changeTypes = null, expiresAt = null } = grant;
  const all = new Set<Scope>([...roles[role].scopes, ...(grant.scopes ?? [])]);
  const owner = pseudonymOwner({ by, id, clientId });
  const rights = JSON.stringify([
    [...all].sort(),
    segments && [...segments].sort(),
    changeTypes && [...changeTypes].sort(),
    // who sees pseudonyms shares with nobody; changes of endpoints are seen by their owner
    all.has('customers:identify') ? '' : owner,
    clientId ?? '',
  ]);
  const trustedDocumentsOnly = grant.trustedDocumentsOnly ?? false;
  return Object.freeze({
    ...{ by, id, clientId, name, role, scopes: all, segments, changeTypes, expiresAt, trustedDocumentsOnly, rights },
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
