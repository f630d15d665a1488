import type { FactCatalogue, Facts } from '../contract/fact.ts';
import type { CompiledRules } from './compile.ts';

/** A fact that a kind looks at besides what its rules test, and where its value lies. */
export interface Input {
  readonly name: string;
  readonly index: number;
  readonly text: boolean;
}

/** The places of facts; throws when there is none of such a name. */
export const inputsOf = (names: readonly string[], { facts }: FactCatalogue): Input[] =>
  names.map((name) => {
    const fact = facts.get(name);
    if (!fact) throw new Error(`a kind reads the fact ${name}, which there is not`);
    return { name, index: fact.index, text: fact.type === 'text' };
  });

const NO_VALUES: readonly undefined[] = [];

/** What `DecideInput.values` says. */
export const valuesOf = (
  inputs: readonly Input[],
  { numbers, texts }: Facts,
): readonly (number | string | undefined)[] =>
  inputs.length === 0
    ? NO_VALUES
    : inputs.map(({ index, text }) => (text ? texts[index] : known(numbers[index] as number)));

const known = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);

/** Compiled rules that read these as well. */
export function withInputs(compiled: CompiledRules, inputs: readonly Input[]): CompiledRules {
  if (inputs.length === 0) return compiled;
  const indexes = (text: boolean) => inputs.filter((input) => input.text === text).map(({ index }) => index);
  return {
    ...compiled,
    reads: [...new Set([...compiled.reads, ...inputs.map(({ name }) => name)])],
    numberIndexes: [...new Set([...compiled.numberIndexes, ...indexes(false)])],
    textIndexes: [...new Set([...compiled.textIndexes, ...indexes(true)])],
  };
}
