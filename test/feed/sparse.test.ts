import { beforeAll, describe, expect, it } from 'vitest';
import { Feed } from '../../src/feed/feed.ts';
import { keyFor, type TestApp, testApp } from '../support/app.ts';

/** Positions of the changes that the reader may see; between them lies what it may not. */
const SEEN = [10, 60_000, 60_001, 119_999];
const HEAD = 130_000;

interface Page {
  changes: {
    nodes: { position: number; previousPosition: number }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  };
}

let system: TestApp;
let authorization: string;
beforeAll(async () => {
  system = await testApp();
  const { database } = system.app;
  await database.query(
    '',
    `insert into change (customer_id, change_seq, type, key, cause, position)
     select gen_random_uuid(), 1, 'segment.entered', case when i = any($1) then 'rare' else 'other' end, '{"by":"time"}', i
       from generate_series(1, $2::int) i`,
    [SEEN, HEAD],
  );
  await database.query('', 'update feed_head set position = $1', [HEAD]);
  const rights = { name: 'partner', role: 'partner', segments: ['rare'], changeTypes: ['segment.entered'] } as const;
  authorization = `Bearer ${await keyFor(system.app, rights)}`;
});

async function read(args: string): Promise<Page['changes']> {
  const query = `{ changes(${args}) { nodes { position previousPosition }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const { data, errors } = await system.run<Page>(query, {}, { authorization });
  expect(errors).toBeUndefined();
  return data.changes;
}

describe('a reader of a long feed of which it may see little', () => {
  it('gets it page by page, none of which looks through all of it, and nothing is missing', async () => {
    const nodes: Page['changes']['nodes'] = [];
    const sizes: number[] = [];
    for (let after = ''; ; ) {
      const page = await read(`first: 3${after}`);
      nodes.push(...page.nodes);
      sizes.push(page.nodes.length);
      if (!page.pageInfo.hasNextPage) break;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(nodes.map(({ position }) => position)).toEqual(SEEN);
    expect(nodes.map(({ previousPosition }) => previousPosition)).toEqual([0, ...SEEN.slice(0, -1)]);
    expect(sizes).toEqual([1, 2, 1]);
  });

  it('gets it from its end as well', async () => {
    const positions: number[] = [];
    for (let before = ''; ; ) {
      const { nodes, pageInfo } = await read(`last: 3${before}`);
      positions.unshift(...nodes.map(({ position }) => position));
      if (!pageInfo.hasPreviousPage) break;
      before = `, before: "${pageInfo.startCursor}"`;
    }
    expect(positions).toEqual(SEEN);
  });

  it('has no window looked at that is longer than what one statement may look through', async () => {
    const windows: number[] = [];
    const { read: original } = Feed.prototype;
    Feed.prototype.read = function (window, filter) {
      windows.push((window.before ?? Number.POSITIVE_INFINITY) - window.after);
      return original.call(this, window, filter);
    };
    try {
      for (const args of ['first: 1', 'last: 1', 'first: 100', 'last: 100']) await read(args);
    } finally {
      Feed.prototype.read = original;
    }
    expect(windows).toHaveLength(4);
    expect(Math.max(...windows)).toBeLessThanOrEqual(50_001);
  });
});
