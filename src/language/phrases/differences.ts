import type { Texts } from '../phrase.ts';

export const differences = {} as const satisfies Readonly<Record<string, Texts>>;
