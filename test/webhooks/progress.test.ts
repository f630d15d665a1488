import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, Progress } from '../../src/webhooks/progress.ts';

interface Change {
  readonly position: number;
  readonly customerId: string;
}

const START: Place = { cursor: 0, previous: 0, ahead: [], waiting: {} };
const WINDOW = 7;

/** A feed with gaps, for changes that are not for this endpoint. */
const feeds = fc
  .array(fc.record({ customer: fc.integer({ min: 1, max: 4 }), gap: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 40,
  })
  .map((parts) => {
    let position = 0;
    return parts.map(({ customer, gap }): Change => {
      position += gap;
      return { position, customerId: `c${customer}` };
    });
  });

/** Numbers from 0 to 1 that follow from a seed. */
function xorshift(seed: number): () => number {
  let x = seed | 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

const pageOf = (feed: readonly Change[], { cursor }: Place, head: number) => {
  const changes = feed.filter(({ position }) => position > cursor).slice(0, WINDOW);
  return { changes, whole: changes.length < WINDOW, head };
};

describe('progress through the feed', () => {
  it('delivers each change once, those of a customer in order, whatever fails and wherever it stops', () => {
    fc.assert(
      fc.property(feeds, fc.integer({ min: 1 }), fc.boolean(), (feed, seed, inOneOrder) => {
        const random = xorshift(seed);
        const head = (feed.at(-1)?.position ?? 0) + 1;
        const delivered: number[] = [];
        let place = START;
        let now = 0;
        for (let round = 0; place.cursor < head; round++) {
          if (round > 2000) throw new Error('it does not come to an end');
          const progress = new Progress(place, pageOf(feed, place, head));
          const chains = progress.chains(now, inOneOrder);
          if (chains.length === 0) {
            const due = progress.nextDue();
            place = progress.place();
            if (due !== null) now = Math.max(now, due);
            continue;
          }
          for (const chain of chains) {
            for (const change of chain) {
              const luck = random();
              if (luck < 0.1) break; // the round is over
              if (luck < 0.4) {
                const attempts = (progress.waitingOf(change)?.attempts ?? 0) + 1;
                progress.failed(change, { attempts, since: now, next: now + attempts });
                break;
              }
              delivered.push(change.position);
              progress.done(change);
            }
          }
          const before = place.cursor;
          place = progress.place();
          // the cursor only runs forwards, and never past what was not delivered
          expect(place.cursor).toBeGreaterThanOrEqual(before);
          for (const { position } of feed) if (position <= place.cursor) expect(delivered).toContain(position);
          for (const position of place.ahead) expect(delivered).toContain(position);
          expect(place.previous).toBe(feed.findLast(({ position }) => position <= place.cursor)?.position ?? 0);
          now += 1;
        }
        expect([...delivered].sort((a, b) => a - b)).toEqual(feed.map(({ position }) => position));
        for (const own of Map.groupBy(feed, ({ customerId }) => (inOneOrder ? '' : customerId)).values()) {
          const order = own.map(({ position }) => delivered.indexOf(position));
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('forgets about what is not asked for any more', () => {
    const waiting = { 3: { attempts: 2, since: 0, next: 50 }, 5: { attempts: 1, since: 0, next: 60 } };
    const changes = [{ position: 5, customerId: 'a' }];
    const progress = new Progress({ cursor: 2, previous: 2, ahead: [4], waiting }, { changes, whole: true, head: 9 });
    expect(progress.nextDue()).toBe(60);
    expect(progress.place()).toMatchObject({ cursor: 4, ahead: [], waiting: { 5: { attempts: 1 } } });
  });

  it('keeps what lies behind a page that became shorter', () => {
    const waiting = { 30: { attempts: 2, since: 0, next: 50 } };
    const changes = [{ position: 5, customerId: 'a' }];
    const progress = new Progress(
      { cursor: 2, previous: 2, ahead: [28], waiting },
      { changes, whole: false, head: 99 },
    );
    progress.done(changes[0] as Change);
    expect(progress.nextDue()).toBeNull();
    expect(progress.place()).toMatchObject({ cursor: 5, ahead: [28], waiting: { 30: { attempts: 2 } } });
  });
});
