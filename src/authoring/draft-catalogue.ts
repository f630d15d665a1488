import type { FactCatalogue } from '../contract/fact.ts';
import { readAttributes } from '../customers/read-attributes.ts';
import { makeCatalogue } from '../pipeline/make-catalogue.ts';
import type { Road } from '../pipeline/road.ts';
import { OPEN_STATUSES } from '../rules/rule-set.ts';

/** A rule set by its document: JSON text. */
export interface DocumentOf {
  readonly key: string;
  readonly kind: string;
  readonly source: string;
}

/** The facts there would be if these were published, and of every other rule set its newest open version. */
export async function draftCatalogue(road: Road, documents: readonly DocumentOf[]): Promise<FactCatalogue> {
  const rows = await road.database.query<DocumentOf>(
    'newest-versions',
    `select distinct on (s.id) s.key, s.kind, v.source from rule_set s join rule_set_version v on v.rule_set_id = s.id
      where s.key <> all($1) and v.status = any($2) order by s.id, v.number desc`,
    [documents.map(({ key }) => key), [...OPEN_STATUSES, 'published']],
  );
  const provided = [...rows, ...documents].flatMap((one) => providedBy(road, one));
  // a name that several want is found when they are published; here one of them will do
  const once = new Map(provided.map((fact) => [fact.name, fact]));
  const { plan } = await road.engine();
  return makeCatalogue(plan, await readAttributes(road.database), [...once.values()]);
}

/** The facts that a document provides; none when it is not one of its kind. */
export function providedBy(road: Road, { key, kind, source }: DocumentOf) {
  const ruleSetKind = road.sources.ruleSetKinds.get(kind);
  try {
    return ruleSetKind?.provides?.(JSON.parse(source) as never, key) ?? [];
  } catch {
    return []; // its own check says what is wrong with it
  }
}
