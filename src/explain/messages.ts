import { currencyDigits } from '../activities/currency-digits.ts';
import { factTitle } from '../contract/fact.ts';
import type { MetricType } from '../contract/metric.ts';
import type { Phrase, Value as Said } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { Change, Suggestion } from './suggest.ts';
import type { Value } from './what-if.ts';

/** A suggestion as a sentence. */
export function sentenceOf({ changes, by, at }: Suggestion, engine: Engine, currency: string): Phrase {
  if (at !== null) return phrase('suggestion.byItself', { instant: instant(at) });
  const list = { list: changes.map((change) => said(change, engine, currency)), by: 'and' } as const;
  if (by === null) return phrase('suggestion.changes', { changes: list });
  return phrase('suggestion.before', { changes: list, instant: instant(by) });
}

function said({ fact: name, from, to }: Change, { catalogue, plan }: Engine, currency: string): Phrase {
  const fact = catalogue.facts.get(name);
  const type = plan.metrics.get(name)?.metric.type ?? (fact?.type === 'instant' ? 'instant' : undefined);
  const title = fact ? factTitle(fact) : name;
  return phrase('suggestion.change', {
    title,
    from: shownValue(from, type, currency),
    to: shownValue(to, type, currency),
  });
}

function shownValue(value: Value, type: MetricType | undefined, currency: string): Said {
  if (value === null) return phrase('suggestion.unknown');
  if (typeof value === 'boolean') return phrase(value ? 'suggestion.yes' : 'suggestion.no');
  if (typeof value === 'string') return phrase('suggestion.text', { text: value });
  if (type === 'money') return { quantity: value, as: 'money', currency, digits: currencyDigits(currency) ?? 2 };
  if (type === 'instant') return instant(value);
  if (type === 'duration') return { quantity: value, as: 'duration' };
  return { quantity: Number(value.toFixed(6)), as: 'number' };
}

const instant = (at: number): Said => ({ quantity: at, as: 'instant', timeZone: 'UTC' });
