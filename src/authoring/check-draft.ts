import type { Kind } from '../contract/kind.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import type { Road } from '../pipeline/road.ts';
import { checkDocument } from '../rules/check-document.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { draftCatalogue } from './draft-catalogue.ts';

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
  const withDrafts = checkDocument(
    kind,
    source,
    await draftCatalogue(road, [{ key, kind: kind.key, source }]),
  ).problems;
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
