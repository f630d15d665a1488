import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../src/imports/detect-format.ts';
import { brief, rowsOf } from './rows.ts';

describe('CSV', () => {
  test('rows come with their number, the line on which they start, their values and their text', async () => {
    expect(await rowsOf('a,b\n1,2\n\n3,"x\ny"\n5,6')).toEqual([
      { number: 1, line: 2, values: { a: '1', b: '2' }, raw: '1,2' },
      { number: 2, line: 4, values: { a: '3', b: 'x\ny' }, raw: '3,"x\ny"' },
      { number: 3, line: 6, values: { a: '5', b: '6' }, raw: '5,6' },
    ]);
  });

  test('a byte order mark, CRLF and mixed line ends do not reach the values', async () => {
    expect(brief(await rowsOf('\ufeff"a",b\r\n1,2\n3,"x\r\ny"\r\n'))).toEqual([
      [2, { a: '1', b: '2' }],
      [3, { a: '3', b: 'x\r\ny' }],
    ]);
  });

  test('what csv-parse reads from a well-formed file we read the same, however it is cut into chunks', async () => {
    const value = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', '漢', '𝄞', ' ', '=') });
    const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const record = fc.tuple(value, value, fc.constantFrom('x', '')).map((values) => values.map(quoted).join(','));
    await fc.assert(
      fc.asyncProperty(
        fc.array(record),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        async (records, end, chunk) => {
          const content = ['a,b,c', ...records].join(end);
          const expected = parse(content, { columns: true, record_delimiter: end });
          const rows = await rowsOf(content, 'csv', {}, chunk);
          expect(rows.map(({ values }) => values)).toEqual(expected);
        },
      ),
    );
  });

  test('a row with too few or too many values is reported and costs no other row', async () => {
    const rows = await rowsOf('a,b\n1\n2,3,4\n5,6\n');
    expect(brief(rows)).toEqual([
      [2, 'WRONG_COLUMN_COUNT'],
      [3, 'WRONG_COLUMN_COUNT'],
      [4, { a: '5', b: '6' }],
    ]);
    expect(rows[1]?.problem).toEqual({
      line: 3,
      column: null,
      value: '2,3,4',
      code: 'WRONG_COLUMN_COUNT',
      message: 'This row has 3 values; the header has 2 columns.',
    });
  });

  test.each([
    ['a quote inside a value', 'a,b\n1,5" pipe\n2,x\n3,"y"\n4,z\n', [2], [3, 4, 5]],
    ['a quote that is never closed', 'a,b\n1,x\n2,"oops\n3,y\n4,z\n', [3], [2, 4, 5]],
    ['text behind a closing quote', 'a,b\n1,"x"y\n2,x\n3,y\n', [2], [3, 4]],
    ['two stray quotes', 'a,b\n1,5" pipe\n2,x\n3,7" pipe\n4,z\n', [2, 4], [3, 5]],
  ])('%s costs its own row only', async (_, content, bad, good) => {
    const rows = await rowsOf(content);
    expect(rows.filter((row) => row.problem?.code === 'BROKEN_QUOTES').map((row) => row.line)).toEqual(bad);
    expect(rows.filter((row) => row.values).map((row) => row.line)).toEqual(good);
    expect(rows.map((row) => row.number)).toEqual(rows.map((_row, index) => index + 1));
  });

  test('stray quotes in every row are told in a time that grows with the file, not with its square', async () => {
    const content = `a,b\n${'1,x"y\n2,z\n'.repeat(50_000)}`;
    const rows = await rowsOf(content, 'csv', {}, 65_536);
    expect(rows.filter((row) => row.problem).length).toBe(50_000);
    expect(rows.filter((row) => row.values).length).toBe(50_000);
  });

  test('a line of 10 MB is reported, shown in part, and the rows around it are read', async () => {
    const content = Buffer.concat([Buffer.from('a,b\n1,x\n2,'), Buffer.alloc(10_000_000, 'q'), Buffer.from('\n3,y\n')]);
    const rows = await rowsOf(content, 'csv', {}, 65_536);
    expect(brief(rows)).toEqual([
      [2, { a: '1', b: 'x' }],
      [3, 'RECORD_TOO_LARGE'],
      [4, { a: '3', b: 'y' }],
    ]);
    expect(rows[1]?.raw.length).toBeLessThan(2000);
    expect(rows[1]?.problem?.value).toHaveLength(200);
  });

  test('a quoted value that grows over the limit does not take the file with it', async () => {
    const rows = await rowsOf(`a,b\n1,"${'q\n'.repeat(100)}\n2,x\n`, 'csv', { maxRecordBytes: 100 });
    expect(rows[0]).toMatchObject({ line: 2, problem: { code: 'BROKEN_QUOTES' } });
    expect(rows.at(-1)?.values).toEqual({ a: '2', b: 'x' });
  });

  test('invalid UTF-8 and NUL characters are reported for their rows', async () => {
    const content = Buffer.from('a,b\n1,caf\xe9\n2,x\0y\n3,"x\0y"\n4,"caf\xe9"\n5,ok\n', 'latin1');
    expect(brief(await rowsOf(content))).toEqual([
      [2, 'INVALID_UTF8'],
      [3, 'NUL_CHARACTER'],
      [4, 'NUL_CHARACTER'],
      [5, 'INVALID_UTF8'],
      [6, { a: '5', b: 'ok' }],
    ]);
  });

  test.each([
    ['', 'NO_HEADER', /empty/],
    ['\n\n', 'NO_HEADER', /empty/],
    ['a,b,a\n1,2,3\n', 'DUPLICATE_COLUMN', /“a”/],
    ['a, ,c\n1,2,3\n', 'EMPTY_COLUMN', /Column 2/],
    ['a,"b\n1,2\n', 'BROKEN_HEADER', /quotes/],
    ['a,b\r1,2\r3,4\r', 'BROKEN_HEADER', /LF or CRLF/],
    ['a,__proto__\n1,2\n', 'RESERVED_COLUMN', /Column 2/],
    [Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'WRONG_ENCODING', /UTF-16/],
    [Buffer.from('a,caf\xe9\n1,2\n', 'latin1'), 'WRONG_ENCODING', /UTF-8/],
  ])('the header of %j is an error for the whole file', async (content, code, message) => {
    await expect(rowsOf(content)).rejects.toMatchObject({ code: 'INVALID_INPUT', issues: [{ code, message }] });
  });

  test('the header is told before the first row, and what its reader throws ends the reading', async () => {
    const onHeader = (columns: readonly string[]) => {
      throw new Error(columns.join('+'));
    };
    await expect(rowsOf('a;b\n1;2\n', 'csv', { delimiter: ';', onHeader })).rejects.toThrow('a+b');
  });
});

describe('NDJSON', () => {
  test('each line is an object; broken lines are reported and cost no other line', async () => {
    const content = '\ufeff{"a":1}\r\n\n{"a":\n[1]\nnull\n"x"\n{"a":{"b":"漢"}}';
    expect(brief(await rowsOf(content, 'ndjson'))).toEqual([
      [1, { a: 1 }],
      [3, 'BROKEN_JSON'],
      [4, 'NOT_AN_OBJECT'],
      [5, 'NOT_AN_OBJECT'],
      [6, 'NOT_AN_OBJECT'],
      [7, { a: { b: '漢' } }],
    ]);
  });

  test('characters that the database cannot keep are reported, also when they are escaped', async () => {
    const content =
      '{"a":"\\u0000"}\n{"a":["\\ud800"]}\n{"\\u0000":1}\n{"a":"\\\\u0000"}\n{"a":"\\u00e9\\ud834\\udd1e"}\n';
    expect(brief(await rowsOf(content, 'ndjson'))).toEqual([
      [1, 'NUL_CHARACTER'],
      [2, 'NUL_CHARACTER'],
      [3, 'NUL_CHARACTER'],
      [4, { a: '\\u0000' }],
      [5, { a: 'é𝄞' }],
    ]);
  });

  test('a row nested deeper than the stack can follow is reported', async () => {
    const content = `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}\n{"a":[[1]]}\n`;
    expect(brief(await rowsOf(content, 'ndjson', {}, 65_536))).toEqual([
      [1, 'TOO_DEEP'],
      [2, { a: [[1]] }],
    ]);
  });

  test('too long lines and invalid UTF-8 are reported', async () => {
    const content = Buffer.from(`{"a":"${'x'.repeat(200)}"}\n{"a":"\xe9"}\n{"a":1}\n`, 'latin1');
    expect(brief(await rowsOf(content, 'ndjson', { maxRecordBytes: 100 }))).toEqual([
      [1, 'RECORD_TOO_LARGE'],
      [2, 'INVALID_UTF8'],
      [3, { a: 1 }],
    ]);
  });
});

test('the format is told by the name, with or without .gz, else by the first character', () => {
  const first = (text: string) => Buffer.from(text);
  expect(detectFormat('a.csv', first('{'))).toBe('csv');
  expect(detectFormat('A.JSONL.GZ', first('a,b'))).toBe('ndjson');
  expect(detectFormat('-', first('\ufeff\n {"a":1}'))).toBe('ndjson');
  expect(detectFormat('export', first('a,b'))).toBe('csv');
});
