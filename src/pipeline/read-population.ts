import { copyOut } from '../db/copy-out.ts';
import type { Session } from '../db/session.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { factsOf } from './activate-rule-set.ts';
import type { ActiveRuleSet, Engine } from './engine.ts';
import { ScannedCustomer, STANDING } from './scanned.ts';

/** Customers that are read at a time. */
export const BLOCK = 250;

/** Numbers that come in one field: far cheaper than each in its own, up to where putting them together costs more. */
const PACK = 20;

/** What of the rows is needed: the more is left out, the faster they come. */
export interface Wanted {
  readonly slots: readonly number[];
  readonly joinedAt: boolean;
  readonly locale: boolean;
  readonly attributes: boolean;
  /** What holds. */
  readonly held: boolean;
}

/** What these rule sets look at, and what holds. */
export const wantedFor = (ruleSets: readonly ActiveRuleSet[], { plan }: Engine): Wanted =>
  wantedOf(new Set(ruleSets.flatMap(factsOf)), plan);

/** What these facts are read from, and what holds. */
export function wantedOf(facts: ReadonlySet<string>, { metrics, width }: MetricPlan): Wanted {
  // the metrics that time-dependent ones follow from lie in the same slots
  const slots = new Set([...facts].flatMap((name) => metrics.get(name)?.slots ?? []));
  return {
    slots: [...slots].filter((slot) => slot < width).sort((a, b) => a - b),
    joinedAt: facts.has('joinedAt'),
    locale: facts.has('locale'),
    attributes: [...facts].some((name) => name.startsWith('attribute.')),
    held: true,
  };
}

export interface Scan {
  readonly at: number;
  readonly wanted: Wanted;
  /** What rows must have been settled by to be current. */
  readonly generations: { readonly rules: number; readonly metrics: number };
  readonly width: number;
  /** Which customers, and in which order: what follows `from customer`. */
  readonly which: string;
  /** Takes up to a block of customers, whose places are used again when it resolves. */
  take(customers: readonly ScannedCustomer[]): Promise<void>;
}

/** Reads customers as the session sees them. */
export async function readPopulation(session: Session, scan: Scan): Promise<void> {
  const { wanted, width, take } = scan;
  const numbers = new Float64Array(BLOCK * width).fill(Number.NaN);
  const block = Array.from(
    { length: BLOCK },
    (_, i) => new ScannedCustomer(numbers.subarray(i * width, (i + 1) * width)),
  );
  const decode = decoder(wanted);
  let size = 0;
  const hand = async (): Promise<void> => {
    const customers = size === BLOCK ? block : block.slice(0, size);
    size = 0;
    await take(customers);
  };
  await copyOut(session.client, selectOf(scan), {
    take(row, at) {
      decode(row, at, block[size] as ScannedCustomer);
      size += 1;
      return size === BLOCK;
    },
    whenFull: hand,
  });
  if (size > 0) await hand();
}

function selectOf({ at, wanted, generations, which }: Scan): string {
  const { joinedAt, locale, attributes, held } = wanted;
  const settled = `measured_at > 0 and due_at > ${at} and rules_generation >= ${generations.rules} and metrics_generation >= ${generations.metrics}`;
  const columns = [
    'id',
    `case when measured_at > ${at} then ${STANDING.ahead} when ${settled} then ${STANDING.current} else ${STANDING.behind} end::int2`,
    'xmin',
    'due_at',
    ...(held ? ['held'] : []),
    ...(joinedAt ? ['(extract(epoch from joined_at) * 1000)::float8'] : []),
    ...(locale ? ['locale'] : []),
    ...(attributes ? ['attributes::text'] : []),
    ...packsOf(wanted).map((pack) => pack.map((slot) => `float8send(metrics[${slot + 1}])`).join(' || ')),
  ];
  return `select ${columns.join(', ')} from customer ${which}`;
}

const packsOf = ({ slots }: Wanted): number[][] =>
  Array.from({ length: Math.ceil(slots.length / PACK) }, (_, i) => slots.slice(i * PACK, (i + 1) * PACK));

/** Field by field, in the order of the columns: a length of four bytes, and the value. */
function decoder(wanted: Wanted) {
  const { joinedAt, locale, attributes, held } = wanted;
  const packs = packsOf(wanted);
  const arena = new Arena();
  return (row: DataView, start: number, customer: ScannedCustomer): void => {
    let at = start + 2; // behind the number of fields
    customer.setId(row, at + 4);
    at += 20;
    customer.standing = row.getInt16(at + 4);
    customer.writer = row.getUint32(at + 10);
    customer.dueAt = row.getFloat64(at + 18);
    at += 26;
    if (held) {
      const bytes = row.getInt32(at);
      customer.held = arena.take(row, at + 4, bytes);
      at += 4 + bytes;
    }
    if (joinedAt) {
      const known = row.getInt32(at) > 0;
      customer.joinedAt = known ? row.getFloat64(at + 4) : null;
      at += known ? 12 : 4;
    }
    if (locale) {
      const text = readText(row, at);
      customer.locale = text ?? null;
      at += 4 + Math.max(0, row.getInt32(at));
    }
    if (attributes) {
      customer.attributes = JSON.parse(readText(row, at) ?? '{}') as Record<string, unknown>;
      at += 4 + Math.max(0, row.getInt32(at));
    }
    const { numbers } = customer;
    for (const pack of packs) {
      const known = row.getInt32(at) > 0;
      at += 4;
      // a number is missing: the row is older than the metrics
      if (!known) customer.standing = STANDING.behind;
      else for (let i = 0; i < pack.length; i++, at += 8) numbers[pack[i] as number] = row.getFloat64(at);
    }
  };
}

/** Room for what holds for the customers of a block, one behind the other; made anew when it is used up. */
class Arena {
  #room = new Float64Array(BLOCK * 16);
  #used = 0;

  /** Takes a `float8[]` without nulls: a header of 20 bytes, then a length of four and the value for each. */
  take(row: DataView, start: number, bytes: number): Float64Array<ArrayBuffer> {
    const size = bytes < 20 ? 0 : (bytes - 20) / 12;
    if (this.#used + size > this.#room.length) {
      this.#room = new Float64Array(Math.max(this.#room.length, size));
      this.#used = 0;
    }
    const from = this.#used;
    this.#used += size;
    for (let i = 0, at = start + 24; i < size; i++, at += 12) this.#room[from + i] = row.getFloat64(at);
    return this.#room.subarray(from, this.#used);
  }
}

function readText(row: DataView, at: number): string | undefined {
  const bytes = row.getInt32(at);
  return bytes < 0 ? undefined : Buffer.from(row.buffer, row.byteOffset + at + 4, bytes).toString();
}
