import type { Field } from '../contract/activity.ts';

/** A word of the business. */
export const text = (description: string, required = false): Field => ({ type: 'text', description, required });
/** In the words of a person. */
export const words = (description: string): Field => ({ ...text(description), personal: true });
/** A key in another system. */
export const reference = (description: string, required = false): Field => ({
  ...text(description, required),
  reference: true,
});
/** An amount that is not negative. */
export const money = (description: string): Field => ({ type: 'money', description, required: true, min: 0 });
/** What amounts are in. */
export const currency: Field = {
  type: 'text',
  description: 'ISO 4217 code; the currency of this account.',
  required: true,
};
/** The term of a plan. */
export const period = (required: boolean): Field => ({
  type: 'enum',
  description: 'How long one term of the plan lasts.',
  required,
  values: ['month', 'quarter', 'year'],
});
/** One of these ways. */
export const channel = (required: boolean, ...values: string[]): Field => ({
  type: 'enum',
  description: 'Where it happened.',
  required,
  values,
});
