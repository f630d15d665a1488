import type { FactCatalogue } from '../contract/fact.ts';
import type { JsonSchema, Kind } from '../contract/kind.ts';
import { conditionDefinitions } from './condition-schema.ts';

/** The JSON Schema of a kind's documents with the conditions filled in from the facts there are, for editors. */
export function kindSchema(
  kind: Pick<Kind<never>, 'document' | 'title' | 'description'>,
  catalogue: FactCatalogue,
): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: kind.title,
    description: kind.description,
    ...kind.document,
    $defs: { ...(kind.document.$defs as object | undefined), ...conditionDefinitions(catalogue) },
  };
}
