import type { Actor } from '../access/audit.ts';
import type { Sql } from '../db/database.ts';
import type { Authoring } from './authoring.ts';
import { type Blocker, refuseBlocked } from './blocker.ts';
import type { DocumentOf } from './draft-catalogue.ts';
import type { VersionName } from './lock-version.ts';
import { type Published, publishThrough } from './publish.ts';
import { publishGate } from './publish-gate.ts';
import { writeVersion } from './save-rule-set.ts';

/** A document with what its rule set is called. */
export interface TitledDocument extends DocumentOf {
  readonly title: string;
  readonly contentHash: string;
}

export interface KeptVersion extends VersionName {
  /** Whether it was not there before. */
  readonly saved: boolean;
}

/**
 * Keeps documents as drafts, those that differ from the newest version of their rule sets. They must have passed their
 * checks, and those that others read come first.
 */
export function keepDocuments(
  { road }: Authoring,
  actor: Actor,
  documents: readonly TitledDocument[],
  comment: string | null,
): Promise<KeptVersion[]> {
  return road.database.transact((sql) => keep(sql, actor, documents, comment));
}

/** Keeps documents and publishes them together, in one transaction: when something stands in the way, nothing is kept. */
export async function publishDocuments(
  authoring: Authoring,
  actor: Actor,
  documents: readonly TitledDocument[],
  comment: string | null,
): Promise<Published & { readonly kept: readonly KeptVersion[] }> {
  const published = await authoring.road.database.transact(async (sql) => {
    const kept = await keep(sql, actor, documents, comment);
    const gate = await publishGate(sql, authoring, { versions: kept });
    refuseBlocked(gate.blockers, kept);
    return { ...(await publishThrough(sql, actor, gate, { versions: kept, comment })), kept };
  });
  authoring.road.onChanges();
  return published;
}

/** What would stand in the way of that; nothing is kept. */
export async function rehearseDocuments(
  authoring: Authoring,
  actor: Actor,
  documents: readonly TitledDocument[],
): Promise<readonly Blocker[]> {
  const rehearsal = new Rehearsal();
  try {
    return await authoring.road.database.transact(async (sql) => {
      const kept = await keep(sql, actor, documents, null);
      rehearsal.blockers = (await publishGate(sql, authoring, { versions: kept })).blockers;
      throw rehearsal;
    });
  } catch (error) {
    if (error === rehearsal) return rehearsal.blockers;
    throw error;
  }
}

/** Takes back what was only tried. */
class Rehearsal extends Error {
  blockers: readonly Blocker[] = [];
}

async function keep(
  sql: Sql,
  actor: Actor,
  documents: readonly TitledDocument[],
  comment: string | null,
): Promise<KeptVersion[]> {
  const newest = await sql.query<{ key: string; number: number; hash: string }>(
    'newest-hashes',
    `select distinct on (s.id) s.key, v.number, v.content_hash as hash
       from rule_set s join rule_set_version v on v.rule_set_id = s.id
      where s.key = any($1) and v.status <> 'discarded' order by s.id, v.number desc`,
    [documents.map(({ key }) => key)],
  );
  const kept: KeptVersion[] = [];
  for (const { key, kind, title, source, contentHash } of documents) {
    const known = newest.find((one) => one.key === key);
    if (known?.hash === contentHash) kept.push({ key, number: known.number, saved: false });
    else {
      const baseVersion = known?.number ?? null;
      const { number } = await writeVersion(sql, actor, { key, kind, title, source, comment, baseVersion });
      kept.push({ key, number, saved: true });
    }
  }
  return kept;
}
