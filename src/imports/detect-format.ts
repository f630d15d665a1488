export type Format = 'csv' | 'ndjson';

const BY_NAME: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
};

/** The format of a file: by the end of its name (`.gz` does not count), else by its first character. */
export function detectFormat(name: string, firstBytes: Uint8Array): Format {
  const ending = /\.([a-z]+)$/.exec(name.toLowerCase().replace(/\.gz$/, ''))?.[1];
  const named = ending === undefined ? undefined : BY_NAME[ending];
  if (named !== undefined) return named;
  const text = Buffer.from(firstBytes)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  return text.startsWith('{') ? 'ndjson' : 'csv';
}
