import type { Texts } from '../phrase.ts';

export const rendering = {} as const satisfies Readonly<Record<string, Texts>>;
