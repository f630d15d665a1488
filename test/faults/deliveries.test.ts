import { describe, expect, it } from 'vitest';
import { checkDeliveries, dueTo, type FeedRow, globalId } from './check-feed.ts';
import { NOTHING, violations } from './findings.ts';
import { constantCase, Notes, type Terms, type Told } from './follower.ts';
import type { Arrival } from './receiver.ts';
import { type EndpointWish, WebhookFollower } from './webhooks.ts';

const row = (position: number, customerId: string, changeSeq: number, key = 'vip'): FeedRow => ({
  position,
  customerId,
  changeSeq,
  type: 'segment.entered',
  key,
});

/** Two customers by turns, and one change that only some may see. */
const FEED = [row(1, 'a', 1), row(2, 'b', 1), row(3, 'a', 2), row(4, 'b', 2), row(5, 'a', 3, 'secret')];

const told = (one: FeedRow): Told => ({
  id: globalId(one),
  cursor: '',
  type: constantCase(one.type),
  position: one.position ?? 0,
  previousPosition: (one.position ?? 0) - 1,
});

/** What is wrong with what a follower was told, when this came to it one after the other. */
function check(rows: readonly FeedRow[], terms: Partial<Terms> = {}): string[] {
  const notes = new Notes({ name: 'test', from: 0, inOneOrder: true, patience: 0, ...terms });
  for (const one of rows) notes.take(told(one), undefined);
  const findings = { ...NOTHING };
  checkDeliveries(notes, dueTo(notes, FEED), FEED.length, findings);
  return violations(findings);
}

const [a1, b1, a2, b2, secret] = FEED as [FeedRow, FeedRow, FeedRow, FeedRow, FeedRow];

describe('deliveries', () => {
  it('are good when everything came, some of it again, and more that is newer', () => {
    expect(check([a1, b1, a1, b1, a2, b2, a1, secret, row(7, 'a', 4)])).toEqual([]);
    expect(check([a2, b2, secret], { from: 2 })).toEqual([]);
  });

  it('are not when something is missing', () => {
    expect(check([a1, b1, b2, secret])).toEqual(['neverDelivered 1', 'gaps 1']);
    expect(check([a1, b1, a2, b2])).toEqual(['neverDelivered 1']);
  });

  it('are not when something came before what lies before it', () => {
    expect(check([a1, a2, b1, b2, secret])).toEqual(['outOfOrder 1']);
    expect(check([a1, a2, b1, b2, secret], { inOneOrder: false })).toEqual([]);
    expect(check([a2, a1, b1, b2, secret], { inOneOrder: false })).toEqual(['outOfOrder 1']);
  });

  it('are not when something came that is not in the feed, is otherwise there, or is not for this follower', () => {
    expect(check([...FEED, row(5, 'c', 1)])).toEqual(['phantoms 1']);
    expect(check([a1, b1, a2, b2, { ...secret, type: 'segment.left' }])).toEqual(['phantoms 1']);
    expect(check([a1, b1, a2, b2, { ...secret, position: 6 }])).toEqual(['phantoms 1']);
    expect(check(FEED, { maySee: ({ key }) => key === 'vip' })).toEqual(['phantoms 1']);
  });
});

describe('webhooks', () => {
  const wish: EndpointWish = { key: '', after: '', afterPosition: 0, behaviour: 'healthy', lanes: 8 };
  const arrival: Arrival = {
    path: '/healthy/0',
    messageId: 'msg_1',
    at: 0,
    verified: true,
    taken: true,
    type: 'segment.entered',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: told(a1),
  };
  const wrong = (...arrivals: readonly Partial<Arrival>[]): number => {
    const follower = new WebhookFollower('/healthy/0', 'id', wish);
    for (const one of arrivals) follower.take({ ...arrival, ...one });
    return follower.notes.wrong;
  };

  it('are wrong when they are not signed, or come again under another id', () => {
    expect(wrong({}, {})).toBe(0);
    expect(wrong({ verified: false })).toBe(1);
    expect(wrong({ taken: false }, { messageId: 'msg_2' })).toBe(1);
  });
});
