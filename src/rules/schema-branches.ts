import type { ErrorObject } from 'ajv/dist/2020.js';

/** These only say that something inside did not fit; what is inside says it better. */
const WRAPPERS = new Set(['if', 'oneOf', 'anyOf']);

/**
 * Of the errors of alternatives (`oneOf`, `anyOf`) keeps those of the alternative that came nearest, and drops the
 * errors that only wrap others. An alternative that cannot be told apart stays as its wrapper.
 */
export function bestBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors];
  // Inner alternatives are reported before outer ones, so one pass settles them from the inside out.
  for (const wrapper of errors.filter((error) => WRAPPERS.has(error.keyword))) {
    const inside = (error: ErrorObject): boolean =>
      error !== wrapper &&
      error.schemaPath.startsWith(`${wrapper.schemaPath}/`) &&
      error.instancePath.startsWith(wrapper.instancePath);
    if (wrapper.keyword === 'if') {
      kept = kept.filter((error) => error !== wrapper);
      continue;
    }
    const branches = Map.groupBy(kept.filter(inside), (error) => branchOf(error, wrapper));
    const sizes = [...branches.values()].sort((a, b) => distance(a, wrapper) - distance(b, wrapper));
    const [best, second] = sizes;
    const clear = best && (!second || distance(best, wrapper) < distance(second, wrapper));
    kept = kept.filter((error) =>
      clear ? error !== wrapper && (!inside(error) || best.includes(error)) : !inside(error),
    );
  }
  return kept;
}

const branchOf = (error: ErrorObject, wrapper: ErrorObject): string =>
  error.schemaPath.slice(wrapper.schemaPath.length + 1).split('/')[0] ?? '';

/** An alternative that fails at the value itself is further off than one that fails somewhere inside it. */
function distance(branch: readonly ErrorObject[], wrapper: ErrorObject): number {
  const outright = branch.some(
    (e) => e.instancePath === wrapper.instancePath && ['type', 'const', 'enum'].includes(e.keyword),
  );
  return branch.length + (outright ? 1_000 : 0);
}
