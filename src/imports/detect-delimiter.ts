/** What separates the columns of a CSV file, by its first line (as far as `head` shows it): comma, semicolon or tab. */
export function detectDelimiter(head: Uint8Array): string {
  const [line = ''] = Buffer.from(head)
    .toString('latin1')
    .split(/[\r\n]/, 1);
  const bare = line.replace(/"[^"]*"?/g, '');
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return [';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best), ',');
}
