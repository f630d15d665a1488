import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind } from '../contract/kind.ts';
import { readAttributes } from '../customers/read-attributes.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import { makeCatalogue } from '../pipeline/make-catalogue.ts';
import type { Road } from '../pipeline/road.ts';
import { checkDocument, type LocatedProblem } from '../rules/check-document.ts';
import { OPEN_STATUSES } from '../rules/rule-set.ts';

/**
 * Everything that is wrong with a document. It may read facts of other rule sets that are not published yet, so that
 * what belongs together can be written before it is published together; then a warning says so.
 */
export async function checkDraft(
  road: Road,
  kind: Kind<never>,
  key: string,
  source: string,
): Promise<LocatedProblem[]> {
  const { catalogue } = await road.engine();
  const { problems } = checkDocument(kind, source, catalogue);
  if (!problems.some(({ code }) => code === 'UNKNOWN_FACT')) return [...problems];
  const withDrafts = checkDocument(kind, source, await draftCatalogue(road, key)).problems;
  const solved = problems.filter(
    ({ code, pointer }) =>
      code === 'UNKNOWN_FACT' && !withDrafts.some((one) => one.code === code && one.pointer === pointer),
  );
  return [...withDrafts, ...solved.map(unpublished)];
}

const unpublished = (problem: LocatedProblem): LocatedProblem => ({
  ...problem,
  ...told(phrase('authoring.factNotPublished')),
  severity: 'warning',
  code: 'FACT_NOT_PUBLISHED',
});

/** The facts there would be if the newest open version of every other rule set were published. */
async function draftCatalogue(road: Road, key: string): Promise<FactCatalogue> {
  const rows = await road.database.query<{ key: string; kind: string; source: string }>(
    'newest-versions',
    `select distinct on (s.id) s.key, s.kind, v.source from rule_set s join rule_set_version v on v.rule_set_id = s.id
      where s.key <> $1 and v.status = any($2) order by s.id, v.number desc`,
    [key, [...OPEN_STATUSES, 'published']],
  );
  const provided = rows.flatMap((row) => {
    const kind = road.sources.ruleSetKinds.get(row.kind);
    return kind?.provides?.(JSON.parse(row.source) as never, row.key) ?? [];
  });
  // names that several drafts want are found when they are published; here the first will do
  const once = [...new Map(provided.toReversed().map((fact) => [fact.name, fact])).values()].reverse();
  const { plan } = await road.engine();
  return makeCatalogue(plan, await readAttributes(road.database), once);
}
