import type { Sql } from '../db/database.ts';
import { csvCell } from '../imports/csv-cell.ts';
import { allMovers } from '../preview/movers.ts';

const COLUMNS = ['customerId', 'externalId', 'ruleSet', 'type', 'key', 'from', 'to', 'facts'];

/** All movers of a preview as CSV, a page at a time; with a byte order mark, by which spreadsheets know UTF-8. */
export async function* moversCsv(sql: Sql, previewId: string): AsyncGenerator<string, void> {
  yield `\ufeff${COLUMNS.join(',')}\n`;
  for await (const page of allMovers(sql, previewId)) {
    const rows = page.map(({ customerId, externalId, ruleSet, type, key, from, to, facts }) =>
      [customerId, externalId, ruleSet, type, key, from ?? '', to ?? '', JSON.stringify(facts)].map(csvCell).join(','),
    );
    yield `${rows.join('\n')}\n`;
  }
}
