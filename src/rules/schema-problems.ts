import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Problem, refusal } from '../contract/condition.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { nearest } from './nearest.ts';
import { above, lastKey, under } from './pointer.ts';
import { bestBranches } from './schema-branches.ts';
import { sentenceFor } from './schema-sentences.ts';
import { listed, quote } from './wording.ts';

/**
 * ajv's errors as problems: one sentence for each place, in the order of the document's schema. `chinese` has what the
 * schema says itself in Chinese, by its English.
 */
export function schemaProblems(
  errors: readonly ErrorObject[],
  chinese: Readonly<Record<string, string>> = {},
): Problem[] {
  const problems = new Map<string, Problem>();
  const tell = (pointer: string, code: string, said: Phrase): void => {
    if (!problems.has(pointer)) problems.set(pointer, refusal(pointer, code, said));
  };
  // of what is wrong with a name, that it is wrong says enough
  const useful = bestBranches(errors).filter(({ propertyName }) => propertyName === undefined);
  const missing = Map.groupBy(useful.filter(isRequired), (error) => error.instancePath);
  const meant = new Set<string>();
  for (const error of useful) {
    const name = unknownName(error);
    if (name === undefined) continue;
    const at = under(error.instancePath, name);
    const lacking = (missing.get(error.instancePath) ?? []).map(missingName);
    const allowed = Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
    const near = nearest(name, lacking) ?? nearest(name, allowed);
    if (near !== undefined && lacking.includes(near)) meant.add(under(error.instancePath, near));
    const said =
      near === undefined
        ? phrase('schema.unknownName', { name: quote(name), allowed: listed(allowed, 'and') })
        : phrase('schema.unknownNameMeant', { name: quote(name), near });
    tell(at, 'UNKNOWN_PROPERTY', said);
  }
  for (const error of useful) {
    const pointer = error.instancePath;
    if (isRequired(error)) {
      const names = (missing.get(pointer) ?? []).map(missingName).filter((name) => !meant.has(under(pointer, name)));
      if (names.length > 0) tell(pointer, 'MISSING_PROPERTY', missingSentence([...new Set(names)], pointer));
    } else if (unknownName(error) === undefined) {
      tell(pointer, ...sentenceFor(error, chinese));
    }
  }
  return [...problems.values()];
}

const isRequired = (error: ErrorObject): boolean =>
  error.keyword === 'required' || error.keyword === 'dependentRequired';
const missingName = (error: ErrorObject): string => error.params.missingProperty as string;

function unknownName(error: ErrorObject): string | undefined {
  return (error.params.additionalProperty ?? error.params.unevaluatedProperty) as string | undefined;
}

function missingSentence(missing: readonly string[], pointer: string): Phrase {
  const names = { names: listed(missing, 'and'), count: missing.length };
  const parent = above(pointer);
  if (parent === undefined || /^\d+$/.test(lastKey(pointer))) return phrase('schema.missing', names);
  return phrase('schema.missingIn', { ...names, owner: quote(lastKey(pointer)) });
}
