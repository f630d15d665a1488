import { constantCase } from './activity-inputs.ts';

/** Values of an enum by the words they stand for: `adjusted-wald` becomes `ADJUSTED_WALD`. */
export const enumValues = <K extends string>(words: readonly K[], means: Readonly<Record<K, string>>) =>
  Object.fromEntries(words.map((word) => [constantCase(word), { value: word, description: means[word] }])) as Record<
    string,
    { value: K; description: string }
  >;
