import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Problem } from '../contract/condition.ts';
import { nearest } from './nearest.ts';
import { above, lastKey, under } from './pointer.ts';
import { bestBranches } from './schema-branches.ts';
import { sentenceFor } from './schema-sentences.ts';
import { joined, listed, quote } from './wording.ts';

/** ajv's errors as problems: one sentence for each place, in the order of the document's schema. */
export function schemaProblems(errors: readonly ErrorObject[]): Problem[] {
  const problems = new Map<string, Problem>();
  const tell = (pointer: string, code: string, message: string): void => {
    if (!problems.has(pointer)) problems.set(pointer, { pointer, code, message, severity: 'error' });
  };
  const useful = bestBranches(errors);
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
    const hint = near === undefined ? `Remove it, or use one of ${listed(allowed, 'and')}.` : `Did you mean "${near}"?`;
    tell(at, 'UNKNOWN_PROPERTY', `${quote(name)} has no meaning here. ${hint}`);
  }
  for (const error of useful) {
    const pointer = error.instancePath;
    if (isRequired(error)) {
      const names = (missing.get(pointer) ?? []).map(missingName).filter((name) => !meant.has(under(pointer, name)));
      if (names.length > 0) tell(pointer, 'MISSING_PROPERTY', missingSentence([...new Set(names)], pointer));
    } else if (unknownName(error) === undefined) {
      const { code, message } = sentenceFor(error);
      tell(pointer, code, message);
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

function missingSentence(names: readonly string[], pointer: string): string {
  const are = names.length === 1 ? 'is' : 'are';
  const parent = above(pointer);
  const owner = parent === undefined || /^\d+$/.test(lastKey(pointer)) ? 'here' : `in ${quote(lastKey(pointer))}`;
  return `${joined(names.map(quote), 'and')} ${are} missing ${owner}.`;
}
