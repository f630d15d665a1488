import { type Condition, type LeafCondition, type Problem, warning } from '../contract/condition.ts';
import { type FactCatalogue, factTitle } from '../contract/fact.ts';
import { phrase } from '../language/say.ts';
import { factOf } from './fact-of.ts';
import { under } from './pointer.ts';
import { type Aspect, aspectsOf, verdicts } from './value-cells.ts';

/** A set of values of one fact: 1 for each cell of its aspect that belongs to it. */
type Cells = Uint8Array;

/**
 * What the values of single facts say about a condition. `needed`: it can hold only with the fact in these cells.
 * `enough`: with the fact in these cells it holds whatever the others are. Both are safe: what is called never or always
 * is so.
 */
interface Reach {
  readonly needed: ReadonlyMap<Aspect, Cells>;
  readonly enough: ReadonlyMap<Aspect, Cells>;
  readonly constant: 'never' | 'always' | undefined;
  /** The fact that makes it constant, when that is not the doing of one part alone. */
  readonly because?: Aspect;
  readonly parts: readonly Reach[];
  readonly pointer: string;
}

/** Warns of a rule that can never hold or always holds, or of such a part of a rule. */
export function findConstantParts(when: Condition, pointer: string, catalogue: FactCatalogue): Problem[] {
  const whole = reachOf(when, pointer, catalogue);
  if (whole.constant === undefined)
    return constantPartsOf(whole).map((part) => constantWarning(part, part.constant, 'part'));
  return [constantWarning(causeOf(whole), whole.constant, 'rule')];
}

/** Whether it is certain that a condition holds for nobody. */
export const neverHolds = (when: Condition, catalogue: FactCatalogue): boolean =>
  reachOf(when, '', catalogue).constant === 'never';

function reachOf(when: Condition, pointer: string, catalogue: FactCatalogue): Reach {
  const aspects = aspectsOf(when, catalogue);
  const judge = (condition: Condition, at: string): Reach => {
    if ('all' in condition)
      return allOf(
        condition.all.map((part, i) => judge(part, under(under(at, 'all'), i))),
        at,
      );
    if ('not' in condition) return opposite(judge(condition.not, under(at, 'not')), at);
    if (!('any' in condition)) return leafReach(condition, aspects.get(factOf(condition, catalogue)) ?? [], at);
    // One of them holds unless all of them fail.
    const parts = condition.any.map((part, i) => judge(part, under(under(at, 'any'), i)));
    return {
      ...opposite(
        allOf(
          parts.map((part) => opposite(part, part.pointer)),
          at,
        ),
        at,
      ),
      parts,
    };
  };
  return judge(when, pointer);
}

function leafReach(leaf: LeafCondition, aspects: readonly Aspect[], pointer: string): Reach {
  const needed = new Map<Aspect, Cells>();
  const enough = new Map<Aspect, Cells>();
  for (const aspect of aspects) {
    const { possible, certain } = verdicts(leaf, aspect);
    needed.set(aspect, possible);
    enough.set(aspect, certain);
  }
  return reach(needed, enough, [], pointer);
}

function allOf(parts: readonly Reach[], pointer: string): Reach {
  const needed = new Map<Aspect, Cells>();
  for (const part of parts) {
    for (const [aspect, cells] of part.needed) {
      const before = needed.get(aspect);
      needed.set(aspect, before ? before.map((cell, i) => cell & (cells[i] as number)) : cells);
    }
  }
  // A set is enough for all only when it is enough for each part; a part that always holds asks for nothing.
  const asking = parts.filter((part) => part.constant !== 'always');
  const enough = new Map<Aspect, Cells>();
  for (const [aspect, first] of asking[0]?.enough ?? []) {
    const sets = asking.map((part) => part.enough.get(aspect));
    if (sets.every((set) => set !== undefined)) {
      enough.set(
        aspect,
        first.map((_, i) => Number(sets.every((set) => set[i] === 1))),
      );
    }
  }
  return reach(needed, enough, parts, pointer);
}

function reach(needed: Reach['needed'], enough: Reach['enough'], parts: readonly Reach[], pointer: string): Reach {
  const base = { needed, enough, parts, pointer };
  if (parts.some((part) => part.constant === 'never')) return { ...base, constant: 'never' };
  if (parts.length > 0 && parts.every((part) => part.constant === 'always')) return { ...base, constant: 'always' };
  for (const [because, cells] of needed)
    if (cells.every((cell) => cell === 0)) return { ...base, constant: 'never', because };
  for (const [because, cells] of enough)
    if (cells.every((cell) => cell === 1)) return { ...base, constant: 'always', because };
  return { ...base, constant: undefined };
}

function opposite(part: Reach, pointer: string): Reach {
  const turned = (sets: Reach['needed']) =>
    new Map([...sets].map(([aspect, cells]) => [aspect, cells.map((c) => 1 - c)]));
  const constant = part.constant && (part.constant === 'never' ? 'always' : 'never');
  return {
    needed: turned(part.enough),
    enough: turned(part.needed),
    constant,
    ...(part.because === undefined ? {} : { because: part.because }),
    parts: [part],
    pointer,
  };
}

/** From a constant condition down to the part that makes it so. */
function causeOf(whole: Reach): Reach {
  if (whole.because) return whole;
  const part = whole.parts.find((inner) => inner.constant === whole.constant) ?? whole.parts.find((i) => i.constant);
  return part ? causeOf(part) : whole;
}

function constantPartsOf(whole: Reach): Reach[] {
  return whole.parts.flatMap((part) => (part.constant ? [causeOf(part)] : constantPartsOf(part)));
}

function constantWarning(cause: Reach, constant: Reach['constant'], what: 'rule' | 'part'): Problem {
  const title = cause.because ? factTitle(cause.because.fact) : '';
  return constant === 'never'
    ? warning(cause.pointer, 'NEVER_HOLDS', phrase(`analysis.${what}NeverHolds`, { title }))
    : warning(cause.pointer, 'ALWAYS_HOLDS', phrase(`analysis.${what}AlwaysHolds`, { title }));
}
