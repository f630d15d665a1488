/** Moments at which dying, or waiting, tells most about what was promised. */
export const FAIL_POINTS = [
  'before-lock',
  'before-commit',
  'after-commit-before-answer',
  'after-post-before-cursor',
] as const;
export type FailPoint = (typeof FAIL_POINTS)[number];

/**
 * What happens at these moments: nothing. The tests of faults put a function here in the processes that they start; no
 * setting, argument or message leads here.
 */
export const failPoints: { reached: ((point: FailPoint) => Promise<void>) | undefined } = { reached: undefined };

/** The work has come to this moment. */
export const failPoint = (point: FailPoint): Promise<void> | undefined => failPoints.reached?.(point);
