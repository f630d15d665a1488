import type { FactCatalogue } from '../contract/fact.ts';
import type { JsonSchema, Kind } from '../contract/kind.ts';
import { checkExamples } from './check-examples.ts';
import { checkForm, type DocumentCheck } from './check-form.ts';
import { EXAMPLES, withExamples } from './example.ts';
import { findContradictions } from './find-contradictions.ts';
import { findRivals } from './find-rivals.ts';
import { createLogic } from './logic.ts';

/** Checks a document of a kind of rule set: by its form, then its examples, and what its rules say together. */
export const checkDocument = <D>(kind: Kind<D>, source: unknown, catalogue: FactCatalogue): DocumentCheck<D> =>
  checkForm(
    {
      ...kind,
      schema: schemaOf(kind.document),
      inspect(document, rules, problems) {
        const logic = createLogic(catalogue);
        return [
          ...checkExamples(kind, document, rules, catalogue),
          ...findContradictions(rules, problems, logic),
          ...findRivals(kind, document, rules, catalogue, logic),
        ];
      },
    },
    source,
    catalogue,
  );

/** Kept for each kind, as what is compiled of it is. */
const schemas = new WeakMap<JsonSchema, JsonSchema>();

/** The schema of documents of a kind: all of them may have examples. */
function schemaOf(document: JsonSchema): JsonSchema {
  const known = schemas.get(document);
  if (known) return known;
  const made = withExamples(document, EXAMPLES);
  schemas.set(document, made);
  return made;
}
