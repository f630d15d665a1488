import { isTimeZone } from '../time/offsets.ts';
import { parseDecimal, scaled } from './decimal.ts';
import { timeZone } from './time-zone.ts';

/** How a column writes times. Without a `format`: RFC 3339 with its zone, such as `2026-03-01T09:30:00+01:00`. */
export interface TimeFormat {
  /** A pattern of `yyyy MM dd HH mm ss SSS` (`M d H` for one or two digits), `epochSeconds` or `epochMilliseconds`. */
  readonly format?: string;
  /** IANA name of the zone in which a pattern's times are meant; required with a pattern. */
  readonly timeZone?: string;
}

/** Epoch milliseconds; undefined when the value does not fit the format or there is no such day or hour. */
export type ReadTime = (value: unknown) => number | undefined;

/** Why a format cannot be used, as a code and a sentence. */
export type FormatFault = readonly [code: string, message: string];

const TOKENS = { yyyy: 4, MM: 2, dd: 2, HH: 2, mm: 2, ss: 2, SSS: 3, M: 0, d: 0, H: 0 } as const;
const PIECES = /yyyy|MM|dd|HH|mm|ss|SSS|[MdH]|'[^']*'|[^A-Za-z']/y;
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))$/;
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** Compiles a format once for many rows. What it gives is either the reader or what is wrong with the format. */
export function timeReader({ format, timeZone: zone }: TimeFormat): { read: ReadTime } | { fault: FormatFault } {
  if (format === undefined) return { read: rfc3339 };
  if (format === 'epochSeconds') return { read: (value) => epoch(value, 3) };
  if (format === 'epochMilliseconds') return { read: (value) => epoch(value, 0) };
  const names: string[] = [];
  let pattern = '';
  PIECES.lastIndex = 0;
  for (let at = 0; at < format.length; at = PIECES.lastIndex) {
    PIECES.lastIndex = at;
    const piece = format[at] === 'T' ? 'T' : PIECES.exec(format)?.[0];
    if (piece === undefined) return { fault: ['UNKNOWN_TIME_TOKEN', unknownToken(format, at)] };
    if (piece === 'T') PIECES.lastIndex = at + 1;
    const digits = TOKENS[piece as keyof typeof TOKENS] as number | undefined;
    if (digits === undefined) pattern += literal(piece);
    else {
      names.push(piece.length === 1 ? piece : piece.slice(0, 1));
      pattern += digits === 0 ? '(\\d{1,2})' : `(\\d{${digits}})`;
    }
  }
  if (new Set(names).size < names.length || !['y', 'M', 'd'].every((name) => names.includes(name))) {
    return { fault: ['BAD_TIME_FORMAT', `The format “${format}” must name yyyy, MM and dd, and nothing twice.`] };
  }
  if (zone === undefined) {
    return { fault: ['NO_TIME_ZONE', `Name the time zone in which “${format}” is meant, such as "Europe/London".`] };
  }
  if (!isTimeZone(zone)) return { fault: ['UNKNOWN_TIME_ZONE', `There is no time zone “${zone}”. Use an IANA name.`] };
  return { read: patternReader(new RegExp(`^${pattern}$`), names, zone) };
}

const unknownToken = (format: string, at: number): string =>
  `The format “${format}” has “${format[at]}” at place ${at + 1}, which is none of yyyy MM dd HH mm ss SSS M d H. Put fixed letters in '…'.`;

const literal = (piece: string): string =>
  (piece.startsWith("'") ? piece.slice(1, -1) : piece).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function patternReader(pattern: RegExp, names: readonly string[], zone: string): ReadTime {
  const { toInstant } = timeZone(zone);
  const place = (name: string) => names.indexOf(name) + 1;
  const [y, M, d, H, m, s, S] = ['y', 'M', 'd', 'H', 'm', 's', 'S'].map(place) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (value) => {
    const found = typeof value === 'string' ? pattern.exec(value) : null;
    if (!found) return undefined;
    const at = (index: number): number => (index === 0 ? 0 : Number(found[index]));
    const local = utc(at(y), at(M), at(d), at(H), at(m), at(s), at(S));
    return local === undefined ? undefined : within(toInstant(local));
  };
}

function rfc3339(value: unknown): number | undefined {
  const found = typeof value === 'string' ? RFC_3339.exec(value) : null;
  if (!found) return undefined;
  const [, y, M, d, H, m, s, fraction = '', , sign, hours = '0', minutes = '0'] = found;
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const local = utc(Number(y), Number(M), Number(d), Number(H), Number(m), Number(s), millis);
  if (local === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return within(sign === '-' ? local + offset : local - offset);
}

function epoch(value: unknown, places: number): number | undefined {
  const decimal = parseDecimal(value);
  const at = decimal && scaled(decimal, places, true);
  return typeof at === 'number' ? within(at) : undefined;
}

const within = (at: number): number | undefined => (at >= FIRST && at <= LAST ? at : undefined);

function utc(y: number, M: number, d: number, H: number, m: number, s: number, S: number): number | undefined {
  if (H > 23 || m > 59 || s > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(y, M - 1, d);
  if (date.getUTCFullYear() !== y || date.getUTCMonth() !== M - 1 || date.getUTCDate() !== d) return undefined;
  return date.setUTCHours(H, m, s, S);
}
