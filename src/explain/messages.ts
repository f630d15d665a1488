import { toMajor } from '../activities/currency-digits.ts';
import type { MetricType } from '../contract/metric.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { Change, Suggestion } from './suggest.ts';
import type { Value } from './what-if.ts';

/** Every sentence of a suggestion, by its key; what stands in braces is filled in. */
const SENTENCES = {
  change: '“{title}” from {from} to {to}',
  unknown: 'unknown',
  yes: 'yes',
  no: 'no',
  days: '{count} days',
  and: ' and ',
  before: '{changes}, before {instant}',
  byItself: 'Nothing has to be done: it happens by itself on {instant}',
} as const;

const fill = (key: keyof typeof SENTENCES, values: Readonly<Record<string, string>> = {}): string =>
  SENTENCES[key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** A suggestion as a sentence. */
export function sentenceOf({ changes, by, at }: Suggestion, engine: Engine, currency: string): string {
  if (at !== null) return fill('byItself', { instant: instantText(at) });
  const list = changes.map((change) => changeText(change, engine, currency)).join(fill('and'));
  return by === null ? list : fill('before', { changes: list, instant: instantText(by) });
}

function changeText({ fact: name, from, to }: Change, { catalogue, plan }: Engine, currency: string): string {
  const fact = catalogue.facts.get(name);
  const type = plan.metrics.get(name)?.metric.type ?? (fact?.type === 'instant' ? 'instant' : undefined);
  const text = (value: Value): string => valueText(value, type, currency);
  return fill('change', { title: fact?.title ?? name, from: text(from), to: text(to) });
}

const DAY = 86_400_000;

function valueText(value: Value, type: MetricType | undefined, currency: string): string {
  if (value === null) return fill('unknown');
  if (typeof value === 'boolean') return fill(value ? 'yes' : 'no');
  if (typeof value === 'string') return `“${value}”`;
  if (type === 'money') return `${toMajor(Math.round(value), currency)} ${currency}`;
  if (type === 'instant') return instantText(value);
  if (type === 'duration') return fill('days', { count: String(Number((value / DAY).toFixed(2))) });
  return String(Number(value.toFixed(6)));
}

const instantText = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
