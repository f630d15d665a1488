import type { Texts } from '../phrase.ts';

export const examples = {} as const satisfies Readonly<Record<string, Texts>>;
