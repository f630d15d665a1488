import { afterAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { start } from '../server/running.ts';
import { ChangeWriter, writtenAfter } from './changes.ts';
import { type Document, positionsOf, subscribe, TRANSPORTS, type Transport } from './subscribe.ts';

const running = await start();
const { app } = running;
afterAll(() => running.close());

const writer = new ChangeWriter(app, 7);
await writer.write(60);
await writer.number();
const written = await writtenAfter(app, 0);
const cursorAt = async (position: number): Promise<string> => encodeCursor({ epoch: await app.feed.epoch(), position });
const beginning = await cursorAt(0);

const ALL = `id cursor position previousPosition changeSeq type occurredAt customerId customer { externalId }
  cause { by } ruleSet versionNumber __typename ... on SegmentEntered { segmentKey }`;
const FOLLOW = 'subscription ($after: String) { changes(after: $after) { position cursor } }';

/** Asks over one transport and gives what comes until so many answers are there. */
async function ask(over: Transport, document: Document, count: number): Promise<object[]> {
  const stream = await subscribe(over, running, document);
  await expect.poll(() => stream.answers.length).toBe(count);
  stream.close();
  return [...stream.answers];
}

const entered = written.filter(({ type }) => type === 'segment.entered').length;
const ofTwo = written.filter(({ key }) => ['s1', 's2'].includes(key)).length;

describe('a subscription document', () => {
  it.each<[string, Document, number]>([
    ['plain', { query: `subscription { changes(after: "${beginning}") { ${ALL} } }` }, 60],
    [
      'with variables',
      {
        query: `subscription ($a: String, $s: [String!]) { changes(after: $a, segments: $s) { ${ALL} } }`,
        variables: { a: beginning, s: ['s1', 's2'] },
      },
      ofTwo,
    ],
    [
      'with fragments and directives',
      {
        query: `subscription ($a: String, $yes: Boolean!) { ...Root }
          fragment Root on Subscription { changes(after: $a, types: [SEGMENT_ENTERED]) { ...Change key: position } }
          fragment Change on Change { cursor type @include(if: $yes) changeSeq @skip(if: $yes) }`,
        variables: { a: beginning, yes: true },
      },
      entered,
    ],
    [
      'that is one of several',
      {
        query: `subscription One($a: String) { changes(after: $a) { position } } subscription Two($a: String) {
          told: changes(after: $a) { cursor } } query Three { feedCursor }`,
        variables: { a: beginning },
        operationName: 'Two',
      },
      60,
    ],
  ])('gives the same answers on both transports: %s', async (_how, document, count) => {
    const [events, socket] = await Promise.all(TRANSPORTS.map((over) => ask(over, document, count)));
    expect(count).toBeGreaterThan(5);
    expect(socket).toEqual(events);
  });

  it.each<[string, Document, string]>([
    ['a field that is not there', { query: 'subscription { changes { nope } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a cursor of another feed', { query: FOLLOW, variables: { after: 'nonsense' } }, 'BAD_CURSOR'],
    [
      'too much at once',
      { query: `subscription { changes { ${Array.from({ length: 31 }, (_, i) => `a${i}: cursor`).join(' ')} } }` },
      'TOO_MANY_ALIASES',
    ],
    ['a variable of a wrong type', { query: FOLLOW, variables: { after: 7 } }, 'BAD_USER_INPUT'],
  ])('is refused in the same words on both transports: %s', async (_what, document, code) => {
    const [events, socket] = await Promise.all(
      TRANSPORTS.map(async (over) => (await subscribe(over, running, document)).ended),
    );
    expect(events?.errors[0]?.extensions.code).toBe(code);
    expect(socket?.errors).toEqual(events?.errors);
    expect([events?.completed, socket?.completed]).toEqual([true, true]);
  });

  it.each(TRANSPORTS)('is for nobody who does not say who they are: %s', async (over) => {
    const stream = await subscribe(over, running, { query: FOLLOW }, { key: 'rtn_unknown' });
    expect((await stream.ended).code).toBe(over === 'sse' ? 401 : 4401);
    expect(stream.answers).toEqual([]);
  });
});

describe('a subscription that begins after a cursor', () => {
  it.each(TRANSPORTS)('goes on with the next change, wherever it is: %s', async (over) => {
    for (const { position } of written.filter((_, i) => i % 6 === 0 || i > 56)) {
      const stream = await subscribe(over, running, { query: FOLLOW, variables: { after: await cursorAt(position) } });
      await expect.poll(() => positionsOf(stream).length).toBe(60 - position);
      expect(positionsOf(stream)).toEqual(written.slice(position).map((one) => one.position));
      stream.close();
    }
  });

  it('goes on after the id of the last event as well, or after the cursor, whichever is further on', async () => {
    for (const [after, lastEventId, first] of [
      [null, 40, 41],
      [10, 40, 41],
      [50, 40, 51],
    ] as const) {
      const stream = await subscribe(
        'sse',
        running,
        { query: FOLLOW, variables: { after: after && (await cursorAt(after)) } },
        { headers: { 'last-event-id': await cursorAt(lastEventId) } },
      );
      await expect.poll(() => positionsOf(stream).at(-1)).toBe(60);
      expect(positionsOf(stream)[0]).toBe(first);
      stream.close();
    }
  });

  it('gives each event the cursor after which to go on as its id, as browsers send it back', async () => {
    const leave = new AbortController();
    const response = await fetch(
      `${running.server.url}/graphql?${new URLSearchParams({ query: FOLLOW, variables: JSON.stringify({ after: beginning }) })}`,
      {
        headers: { accept: 'text/event-stream', 'x-requested-with': 'test', authorization: `Bearer ${running.key}` },
        signal: leave.signal,
      },
    );
    let text = '';
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      text += Buffer.from(part).toString();
      if (text.split('event: next').length > 60) break;
    }
    leave.abort();
    const events = [...text.matchAll(/^id: (.*)\ndata: (.*)$/gm)];
    const cursors = events.map(
      ([, , data]) => (JSON.parse(data as string) as { data: { changes: { cursor: string } } }).data.changes.cursor,
    );
    expect(cursors).toHaveLength(60);
    expect(events.map(([, id]) => id)).toEqual(cursors);
  });

  it('is refused when what comes after it is not kept any more, and clients do not come back', async () => {
    await app.database.query('', 'update feed_head set forgotten = 30');
    const after = await cursorAt(29);
    for (const over of TRANSPORTS) {
      const stream = await subscribe(over, running, { query: FOLLOW, variables: { after } });
      const { errors, completed } = await stream.ended;
      expect([errors[0]?.extensions.code, completed, positionsOf(stream)]).toEqual(['CURSOR_EXPIRED', true, []]);
    }
    await app.database.query('', 'update feed_head set forgotten = 0');
  });
});
