import type { Phase, Quadrant } from '../document/document.ts';

const screaming = (word: string): string =>
  word
    .replace(/([A-Z])/g, '_$1')
    .replaceAll('-', '_')
    .toUpperCase();

/** Values of an enum of the API by the words of documents, with what each means. */
export const valuesOf = <W extends string>(words: Readonly<Record<W, string>>) =>
  Object.fromEntries(
    (Object.entries(words) as [W, string][]).map(([value, description]) => [screaming(value), { value, description }]),
  );

export const phases = valuesOf<Phase>({
  onboarding: 'New, and not settled in yet.',
  active: 'A customer, and expected to stay one.',
  atRisk: 'A customer still, and likely to leave.',
  lapsed: 'Not a customer any more for some time; may come back.',
  wonBack: 'Was lost, and came back.',
  churned: 'Lost.',
});

export const quadrants = valuesOf<Quadrant>({
  'happy-stayer': 'Satisfied, and stays: ask for a referral or a review.',
  hostage: 'Dissatisfied, and stays: put it right before the customer can leave.',
  'happy-leaver': 'Satisfied, and leaves: look at price and need, and ask why.',
  defector: 'Dissatisfied, and leaves: weigh what winning back costs.',
});
