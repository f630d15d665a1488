import type { Scope } from './scope.ts';

export const ROLES = ['admin', 'marketer', 'analyst', 'frontend', 'partner', 'respondent'] as const;

/** A set of scopes with a name that says who it is for. */
export type Role = (typeof ROLES)[number];

/** Who asks, and what they may do and see. Made once for a request or a stream; never edited. */
export interface Viewer {
  /** How it was shown who asks: an API key, a signed token, or the operator at the command line. */
  readonly by: 'key' | 'token' | 'operator';
  /** Of the key, or the subject of the token. */
  readonly id: string;
  /** The client whose key it is. Null: a token, or the operator. */
  readonly clientId: string | null;
  readonly name: string;
  readonly role: Role;
  readonly scopes: ReadonlySet<Scope>;
  /** Keys of the only segments it may see; null: all. */
  readonly segments: readonly string[] | null;
  /** The only types of change it may see; null: all. */
  readonly changeTypes: readonly string[] | null;
  /** Instant in epoch milliseconds at which its credential ends; null: never. */
  readonly expiresAt: number | null;
  /** Whether it may only run documents that were stored beforehand. */
  readonly trustedDocumentsOnly: boolean;
  /** Equal for viewers who see the same, so that an answer may be shared between them. */
  readonly rights: string;
}

export const may = (viewer: Viewer, ...anyOf: readonly Scope[]): boolean =>
  anyOf.some((scope) => viewer.scopes.has(scope));
