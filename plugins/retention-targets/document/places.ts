import type { Condition, Rule } from '#contract';
import type { Quadrant, RetentionDocument } from './document.ts';

/** How the outcomes of a document are called. */
export const stageKey = (key: string): string => `stage.${key}`;
export const signalKey = (key: string): string => `signal.${key}`;
export const quadrantKey = (key: Quadrant): string => `quadrant.${key}`;

/** The part of an outcome's key behind `stage.`, `signal.` or `quadrant.`; undefined: it is of another part. */
export const within = (part: 'stage' | 'signal' | 'quadrant', key: string): string | undefined =>
  key.startsWith(`${part}.`) ? key.slice(part.length + 1) : undefined;

const ASPECTS = ['satisfied', 'dissatisfied', 'leaving'] as const;
type Aspect = (typeof ASPECTS)[number];

/** Where the rules of a document are in their list. */
export interface Places {
  stage(i: number): number;
  signal(i: number): number;
  aspect(which: Aspect): number;
}

export const placesOf = ({ stages, signals = [] }: RetentionDocument): Places => ({
  stage: (i) => i,
  signal: (i) => stages.length + i,
  aspect: (which) => stages.length + signals.length + ASPECTS.indexOf(which),
});

/** The rules in the order of `placesOf`. */
export const rulesOf = ({ stages, signals = [], quadrant }: RetentionDocument): Rule[] => {
  const rule = (name: string, pointer: string, when: Condition): Rule => ({ name, pointer: `${pointer}/when`, when });
  return [
    ...stages.map(({ key, when }, i) => rule(stageKey(key), `/stages/${i}`, when)),
    ...signals.map(({ key, when }, i) => rule(signalKey(key), `/signals/${i}`, when)),
    ...(quadrant ? ASPECTS.map((name) => ({ name, pointer: `/quadrant/${name}`, when: quadrant[name] })) : []),
  ];
};
