import type { Rule } from '../contract/condition.ts';
import type { Kind } from '../contract/kind.ts';
import { type Phrase, titled } from '../language/phrase.ts';

/** Titles have no amounts in them; details do. */
const plain = (minor: number): number => minor;

/** How each rule is called for people: by the outcome that it leads to. */
export function titlesOf<D>(kind: Kind<D>, document: D, rules: readonly Rule[]): Phrase[] {
  const words = kind.words?.(document, plain);
  const titles = new Map(kind.outcomes(document).map(({ key, title }) => [key, title]));
  return rules.map(({ name }, i) => words?.[i]?.outcome ?? titled(titles.get(name) ?? name));
}
