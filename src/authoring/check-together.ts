import { NotFoundError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { factsRead } from '../pipeline/facts-read.ts';
import type { Road } from '../pipeline/road.ts';
import { checkDocument } from '../rules/check-document.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { orderRuleSets } from '../rules/order-rule-sets.ts';
import { type DocumentOf, draftCatalogue, providedBy } from './draft-catalogue.ts';

export interface CheckedTogether<D extends DocumentOf> {
  readonly document: D;
  readonly problems: readonly LocatedProblem[];
}

/**
 * Everything that is wrong with documents that belong together, each with its own problems, in an order in which each
 * comes after those whose facts it reads.
 */
export async function checkTogether<D extends DocumentOf>(
  road: Road,
  documents: readonly D[],
): Promise<CheckedTogether<D>[]> {
  const catalogue = await draftCatalogue(road, documents);
  const checked = documents.map((document) => {
    const kind = road.sources.ruleSetKinds.get(document.kind);
    if (!kind) {
      const kinds = { list: [...road.sources.ruleSetKinds.keys()], by: 'comma' as const };
      throw new NotFoundError(phrase('authoring.unknownKind', { kind: document.kind, kinds }));
    }
    const { document: read, problems } = checkDocument(kind, document.source, catalogue);
    const reads = read === undefined ? [] : kind.rules(read).flatMap(({ when }) => factsRead(when));
    return { document, problems, reads };
  });
  const { order } = orderRuleSets(
    checked.map(({ document, reads }) => ({
      key: document.key,
      reads,
      provides: providedBy(road, document).map(({ name }) => name),
    })),
  );
  // those in a circle come last: what is wrong with them is found when they are published
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return checked.sort((a, b) => place(a.document.key) - place(b.document.key));
}
