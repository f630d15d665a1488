import type { Explanation } from '../contract/condition.ts';

/** Facts that decide, each with the value that was seen. */
export type Seen = Readonly<Record<string, unknown>>;

/** Each fact that trees test, with the value that was seen. */
export function seenIn(trees: readonly Explanation[]): Seen {
  const seen: Record<string, unknown> = {};
  for (const tree of trees) collect(tree, seen);
  return seen;
}

function collect(tree: Explanation, into: Record<string, unknown>): void {
  if ('fact' in tree) into[tree.fact] = tree.actual;
  else if ('all' in tree) for (const part of tree.all) collect(part, into);
  else if ('any' in tree) for (const part of tree.any) collect(part, into);
  else collect(tree.not, into);
}
