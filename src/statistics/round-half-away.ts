/** The nearest whole number; halves go away from zero, so that a score and its opposite look alike. Never −0. */
export const roundHalfAway = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5) + 0;
