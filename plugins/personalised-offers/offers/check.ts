import { type Problem, refusal, warning } from '#contract';
import { instantOf, type Offer, type OffersDocument } from './document.ts';
import { phrases } from './words.ts';

/** What JSON Schema cannot say of offers. */
export const checkOffers = ({ offers, budgets = [] }: OffersDocument): Problem[] => [
  ...repeated(offers, '/offers'),
  ...repeated(budgets, '/budgets'),
  ...offers.flatMap((offer, i) => [
    ...checkTimes(offer, `/offers/${i}`),
    ...checkMoney(offer, budgets, `/offers/${i}`),
    ...checkMessage(offer, `/offers/${i}`),
  ]),
];

function repeated(list: readonly { readonly key: string }[], pointer: string): Problem[] {
  return list.flatMap(({ key }, i) =>
    list.findIndex((one) => one.key === key) < i
      ? [refusal(`${pointer}/${i}/key`, 'KEY_TAKEN', phrases.keyTaken({ key }))]
      : [],
  );
}

function checkTimes({ from, until }: Offer, pointer: string): Problem[] {
  const wrong = Object.entries({ from, until }).filter(([, text]) => Number.isNaN(instantOf(text, 0)));
  if (wrong.length > 0) return wrong.map(([name]) => refusal(`${pointer}/${name}`, 'NO_INSTANT', phrases.noInstant()));
  return instantOf(from, Number.NEGATIVE_INFINITY) < instantOf(until, Number.POSITIVE_INFINITY)
    ? []
    : [refusal(`${pointer}/until`, 'ENDS_BEFORE_IT_BEGINS', phrases.endsBefore())];
}

function checkMoney({ cost, budget }: Offer, budgets: OffersDocument['budgets'], pointer: string): Problem[] {
  if (budget === undefined)
    return cost === undefined ? [] : [warning(`${pointer}/cost`, 'NO_LIMIT', phrases.noLimit())];
  const found = budgets?.find(({ key }) => key === budget);
  if (!found) return [refusal(`${pointer}/budget`, 'UNKNOWN_BUDGET', phrases.unknownBudget({ budget }))];
  if (cost === undefined) return [refusal(`${pointer}/budget`, 'COSTS_NOTHING', phrases.costsNothing())];
  return cost > found.amount ? [refusal(`${pointer}/cost`, 'NEVER_PAID', phrases.neverPaid({ budget }))] : [];
}

function checkMessage({ message }: Offer, pointer: string): Problem[] {
  if (!message || (message.en && message.zh)) return [];
  return [warning(`${pointer}/message`, 'LANGUAGE_MISSING', phrases.languageMissing())];
}
