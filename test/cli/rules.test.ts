import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../src/db/embedded.ts';
import { createDatabase } from '../../src/db/migrate.ts';
import { segmentsOf } from '../authoring/author.ts';
import { commandLine } from '../support/command-line.ts';

const { folder, run: runAlone } = commandLine();
// one server for all commands, with durable commits, as they insist on
const server = await startEmbedded({ dataDir: path.join(folder, 'pg') });
afterAll(() => server.stop());
await createDatabase(server.url('postgres'), 'rules');
const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runAlone(args, { env: { DATABASE_URL: server.url('rules'), ...env } });
const place = path.join(folder, 'rules');
const write = (name: string, text: string): void => {
  fs.mkdirSync(path.join(place, path.dirname(name)), { recursive: true });
  fs.writeFileSync(path.join(place, name), text);
};
const reader = (fact: string): string =>
  JSON.stringify(
    { segments: [{ key: 'reader', title: 'R', when: { fact, operator: 'equal', value: true } }] },
    null,
    2,
  );
const order = (customer: string, key: number) => ({
  customer: { externalId: customer },
  key: `${key}`,
  occurredAt: '2026-03-01T09:30:00Z',
  purchase: { amount: { amountMinor: 1250, currencyCode: 'EUR' } },
});
const rules = (...args: string[]) => run(['rules', ...args]);

describe('retinue rules', { timeout: 120_000 }, () => {
  it.each([
    [[], 'Say what to do: rules check, rules render, rules diff'],
    [['render', 'x', '--language', 'fr'], '--language is en or zh, not "fr".'],
    [['paint', 'x'], 'Say what to do'],
    [['check'], 'Name the folder'],
    [['check', 'a', 'b'], 'One folder at a time'],
    [['check', '--all', 'x'], "Unknown option '--all'"],
  ])('answers %j with exit code 2 and a sentence', async (args, sentence) => {
    const { code, out, err } = await rules(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });

  it('checks, compares, publishes and exports rule sets as files, by the same rules as the API', async () => {
    expect(await rules('check', place)).toMatchObject({ code: 1, err: expect.stringContaining('There is no "') });
    // the one that reads the other comes first by its name
    write('segments/a-reader.json', reader('segment.bayer'));
    write('segments/buyers.json', segmentsOf({ buyer: 1 }));
    const wrong = await rules('check', place);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain(
      `${place}/segments/a-reader.json:7:17 error: There is no fact "segment.bayer"; did you mean "segment.buyer"?`,
    );
    expect(wrong.out).toContain('2 rule sets, 1 error.');
    expect(await rules('publish', place)).toMatchObject({
      code: 1,
      err: expect.stringContaining('a-reader.json:7:17'),
    });

    write('segments/a-reader.json', reader('segment.buyer'));
    expect(await rules('check', place)).toMatchObject({ code: 0 });
    expect(await rules('diff', place)).toMatchObject({
      code: 1,
      out: 'new      segments/a-reader\nnew      segments/buyers\n',
    });
    expect(await run(['rules', 'publish', place, '--dry-run'], { APPROVALS: 'segments=1' })).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /^buyers: Version 1 of "buyers" needs 1 approval.*\n.*\n2 rule sets to publish, 2 things/,
      ),
    });
    expect(await rules('publish', place, '--dry-run')).toMatchObject({
      code: 0,
      out: '2 rule sets to publish, 0 things in the way.\n',
    });
    expect(await rules('diff', place)).toMatchObject({ code: 1 });
    expect(await rules('publish', place, '--comment', 'from git')).toMatchObject({
      code: 0,
      out: 'published: buyers, version 1\npublished: a-reader, version 1\n0 customers settled.\n',
    });
    expect(await rules('diff', place)).toMatchObject({ code: 0 });
    expect(await rules('publish', place)).toMatchObject({ code: 0, out: 'Everything is published already.\n' });

    write('segments/buyers.json', segmentsOf({ buyer: 2 }));
    const orders = path.join(folder, 'orders.ndjson');
    fs.writeFileSync(orders, ['a', 'a', 'b'].map((customer, i) => JSON.stringify(order(customer, i))).join('\n'));
    expect(await run(['import', 'activities', orders])).toMatchObject({ code: 0 });
    const movers = path.join(folder, 'movers.csv');
    expect(await rules('preview', place, '--movers', movers)).toMatchObject({
      code: 0,
      out:
        'segments/buyers\n  buyer: 2 → 1 (+0, −1)\nsegments/a-reader (it reads what moves)\n  reader: 2 → 1 (+0, −1)\n' +
        `1 customer of 2 would move.\nWho moves is in ${movers}.\n`,
    });
    expect(fs.readFileSync(movers, 'utf8')).toMatch(
      /^\ufeffcustomerId,externalId.*\n.*,"b","buyers",.*\n.*,"b","a-reader",.*\n$/,
    );
    expect(await rules('import', place)).toMatchObject({
      code: 0,
      out: 'saved: buyers, version 2\nthere already: a-reader, version 1\n',
    });
    const copy = path.join(folder, 'copy');
    expect(await rules('export', copy)).toMatchObject({ code: 0, out: `2 rule sets written to ${copy}.\n` });
    expect(fs.readFileSync(path.join(copy, 'segments/buyers.json'), 'utf8')).toBe(segmentsOf({ buyer: 1 }));
    expect(JSON.parse(fs.readFileSync(path.join(copy, 'rule-sets.json'), 'utf8')).ruleSets).toMatchObject([
      { kind: 'segments', key: 'a-reader', title: 'a-reader', contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { kind: 'segments', key: 'buyers', title: 'buyers' },
    ]);
    // a draft that is there already is published as it is
    expect((await rules('publish', path.join(place, 'segments/buyers.json'))).out).toContain('buyers, version 2');
    expect(await rules('diff', copy)).toMatchObject({
      code: 1,
      out:
        'same     segments/a-reader\nchanged  segments/buyers\n' +
        '         “buyer” asked that orders ever is at least 2; now that orders ever is at least 1.\n',
    });
    expect(await rules('render', place)).toMatchObject({
      code: 0,
      out:
        'segments/buyers\n  When orders ever is at least 2 → buyer\n' +
        'segments/a-reader\n  When the customer is in “buyer” → R\n',
    });
    expect(await rules('render', path.join(place, 'segments/buyers.json'), '--language', 'zh')).toMatchObject({
      code: 0,
      out: 'segments/buyers\n  当累计订单数至少为2 → buyer\n',
    });
  });
});
