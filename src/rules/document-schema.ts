import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../contract/kind.ts';

/** Conditions found by the schema in a document, with where they lie. */
interface FoundConditions {
  readonly pointer: string;
  readonly when: unknown;
}

/** What JSON Schema says about a document; conditions are only found, not judged. */
export interface SchemaVerdict {
  readonly errors: readonly ErrorObject[];
  readonly conditions: readonly FoundConditions[];
}

const FINDS_CONDITIONS = 'retinueConditions';

/** Runs where the schema says that conditions belong; `this` is the list to add to. */
function findConditions(
  this: FoundConditions[],
  _schema: unknown,
  when: unknown,
  _parent: unknown,
  place?: { readonly instancePath: string },
): boolean {
  this.push({ pointer: place?.instancePath ?? '', when });
  return true;
}

const compiled = new WeakMap<JsonSchema, ValidateFunction>();

function validatorOf(schema: JsonSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    validateFormats: false,
    logger: false,
    passContext: true,
  });
  ajv.addKeyword({ keyword: FINDS_CONDITIONS, validate: findConditions });
  const definitions = { ...(schema.$defs as object | undefined), condition: { [FINDS_CONDITIONS]: true } };
  const validate = ajv.compile({ ...schema, $defs: definitions });
  compiled.set(schema, validate);
  return validate;
}

/** Validates a document against its schema, in which `#/$defs/condition` stands for any conditions. */
export function validateAgainstSchema(schema: JsonSchema, document: unknown): SchemaVerdict {
  const validate = validatorOf(schema);
  const conditions: FoundConditions[] = [];
  validate.call(conditions as never, document);
  return { errors: validate.errors ?? [], conditions };
}
