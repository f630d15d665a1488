import { decimalConverter, moneyConverter } from './convert-number.ts';
import { type Convert, type Converted, fault } from './converted.ts';
import type { Conversion } from './mapping.ts';

const SHAPE = 'This must be a list of { "sku", "quantity", "amount" }.';

/** Lists of what was bought: JSON, or in CSV a cell that holds JSON. Amounts are converted like the activity's own. */
export function itemsConverter(how: Conversion): Convert {
  const toAmount = moneyConverter(how);
  const toMinor = moneyConverter({ ...how, as: 'minor' });
  const toQuantity = decimalConverter({ round: how.round });
  return (value, digits) => {
    const list = typeof value === 'string' ? parse(value) : value;
    if (!Array.isArray(list)) return fault('NOT_ITEMS', SHAPE);
    const items: Record<string, unknown>[] = [];
    for (const [index, given] of list.entries()) {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return fault('NOT_ITEMS', SHAPE);
      const item: Record<string, unknown> = { ...given };
      if (typeof item.sku === 'number') item.sku = String(item.sku);
      const parts: [string, Converted][] = [];
      if (item.quantity != null) parts.push(['quantity', toQuantity(item.quantity)]);
      if (item.amount != null) {
        const minor = (item.amount as { amountMinor?: unknown }).amountMinor;
        parts.push(['amount', minor === undefined ? toAmount(item.amount, digits) : toMinor(minor)]);
      }
      for (const [name, converted] of parts) {
        if ('code' in converted) return fault(converted.code, `Item ${index + 1}, ${name}: ${converted.message}`);
        item[name] = converted.value;
      }
      items.push(item);
    }
    return { value: items };
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
