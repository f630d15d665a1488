import type { Texts } from '../phrase.ts';

export const editors = {} as const satisfies Readonly<Record<string, Texts>>;
