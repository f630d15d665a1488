import { cut } from './row.ts';

/** A spreadsheet takes no longer texts. */
const LONGEST_CELL = 32_000;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r\n]/;

/** A quoted cell that no spreadsheet takes for a formula: those that begin like one get an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = cut(text, LONGEST_CELL).replaceAll('\0', '\ufffd');
  const guarded = FORMULA.test(safe) && !NUMBER.test(safe) ? `'${safe}` : safe;
  return `"${guarded.replaceAll('"', '""')}"`;
}
