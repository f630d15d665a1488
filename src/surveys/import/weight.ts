import { type Convert, fault } from '../../imports/converted.ts';
import { parseDecimal } from '../../imports/decimal.ts';

/** How much a response counts. As fine as it was written: weights are ratios, and no metric adds them up in millionths. */
export const weightConverter: Convert = (value) =>
  parseDecimal(value) ? { value: Number(value) } : fault('NOT_A_NUMBER', 'A weight must be a number, such as 0.75.');
