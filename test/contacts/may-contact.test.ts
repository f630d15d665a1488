import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayContact, type PastContact, type Question } from '../../src/contacts/may-contact.ts';
import { type ContactPolicy, DEFAULT_POLICY } from '../../src/contacts/policy.ts';
import { CONTACT_PURPOSES } from '../../src/contract/contact.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 29, 12);
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Sao_Paulo'];

const open: ContactPolicy = { ...DEFAULT_POLICY, limits: [], waits: [], quietHours: null };
const ask = (changes: Partial<Question> = {}): Question => ({
  policy: open,
  preference: undefined,
  contacts: [],
  wish: { purpose: 'survey', category: 'transactional' },
  now: NOW,
  zone: 'UTC',
  ...changes,
});
const sent = (at: number, purpose: PastContact['purpose'] = 'survey', category: string | null = null): PastContact => ({
  purpose,
  category,
  at,
});

const time = fc
  .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 1, 30, 59) })
  .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const category = fc.constantFrom('relationship', 'transactional', null);
const policies: fc.Arbitrary<ContactPolicy> = fc.record({
  limits: fc.array(
    fc.record({
      purpose: fc.constantFrom(...CONTACT_PURPOSES, null),
      most: fc.integer({ min: 1, max: 3 }),
      days: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 3 },
  ),
  waits: fc.uniqueArray(
    fc.record({ category: fc.constantFrom('relationship', 'transactional'), days: fc.integer({ min: 1, max: 90 }) }),
    { maxLength: 2, selector: (wait) => wait.category },
  ),
  quietHours: fc.option(fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to)),
  consent: fc.constant(DEFAULT_POLICY.consent),
  channels: fc.constant(['email', 'sms'] as const),
  priorities: fc.constant([]),
});
const questions: fc.Arbitrary<Question> = fc.record({
  policy: policies,
  preference: fc.constantFrom(undefined, { consent: true, channel: null }, { consent: null, channel: 'sms' }),
  contacts: fc.array(
    fc.record({
      purpose: fc.constantFrom(...CONTACT_PURPOSES),
      category,
      at: fc.integer({ min: NOW - 100 * DAY, max: NOW }),
    }),
    { maxLength: 8 },
  ),
  wish: fc.record({ purpose: fc.constantFrom('survey', 'follow-up'), category }),
  // half a year around both changes of the clocks
  now: fc.integer({ min: NOW, max: NOW + 230 * DAY }),
  zone: fc.constantFrom(...ZONES),
});

describe('a wish to contact a customer', () => {
  it('that is refused names an instant just before which the reason is the same, and at which it is none any more', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const verdict = mayContact(question);
        if (verdict.allowed || verdict.nextAt === null) return;
        expect(verdict.nextAt).toBeGreaterThan(question.now);
        const before = mayContact({ ...question, now: verdict.nextAt - 1 });
        expect(before).toMatchObject({ allowed: false, reason: verdict.reason, nextAt: verdict.nextAt });
        const then = mayContact({ ...question, now: verdict.nextAt });
        if (!then.allowed) expect(then.reason).not.toBe(verdict.reason);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is allowed exceeds no limit and no waiting time, counted anew', () => {
    fc.assert(
      fc.property(questions, (question) => {
        if (!mayContact(question).allowed) return;
        const { policy, contacts, wish, now } = question;
        for (const { purpose, most, days } of policy.limits) {
          if (purpose !== null && purpose !== wish.purpose) continue;
          const inside = contacts.filter(
            (one) => (purpose ?? one.purpose) === one.purpose && one.at > now - days * DAY,
          );
          expect(inside.length).toBeLessThan(most);
        }
        for (const wait of policy.waits)
          if (wait.category === wish.category)
            expect(contacts.every((one) => one.category !== wait.category || one.at <= now - wait.days * DAY)).toBe(
              true,
            );
      }),
      { numRuns: 2000 },
    );
  });

  it('waits until the last of so many leaves the window, to the millisecond', () => {
    const policy = { ...open, limits: [{ purpose: 'survey', most: 2, days: 14 } as const] };
    const contacts = [sent(NOW - 14 * DAY + 1), sent(NOW - 3 * DAY), sent(NOW, 'offer')];
    expect(mayContact(ask({ policy, contacts }))).toMatchObject({ reason: 'limitReached', nextAt: NOW + 1 });
    expect(mayContact(ask({ policy, contacts, now: NOW + 1 }))).toMatchObject({ allowed: true });
  });

  it('counts all purposes together where the policy says so, and tells which limit holds longest', () => {
    const limits = [
      { purpose: null, most: 1, days: 7 },
      { purpose: 'survey', most: 1, days: 3 },
    ] as const;
    const contacts = [sent(NOW - DAY), sent(NOW - 2 * DAY, 'offer')];
    expect(mayContact(ask({ policy: { ...open, limits }, contacts }))).toMatchObject({
      reason: 'limitReached',
      nextAt: NOW + 6 * DAY,
      detail: { purpose: null, most: 1, days: 7 },
    });
  });

  it('waits for its own category only', () => {
    const policy = { ...open, waits: [{ category: 'transactional', days: 30 }] };
    const contacts = [sent(NOW - DAY, 'survey', 'relationship'), sent(NOW - 10 * DAY, 'survey', 'transactional')];
    expect(mayContact(ask({ policy, contacts }))).toMatchObject({ reason: 'waitingTime', nextAt: NOW + 20 * DAY });
    const wish = { purpose: 'survey', category: 'relationship' } as const;
    expect(mayContact(ask({ policy, contacts, wish }))).toMatchObject({ allowed: true });
  });

  it('needs consent where the policy asks for it, and elsewhere that nobody objected', () => {
    const offer = { purpose: 'offer' } as const;
    const yes = { consent: true, channel: null };
    const no = { consent: false, channel: null };
    expect(mayContact(ask({ wish: offer }))).toMatchObject({ reason: 'noConsent', nextAt: null });
    expect(mayContact(ask({ wish: offer, preference: yes }))).toMatchObject({ allowed: true });
    expect(mayContact(ask())).toMatchObject({ allowed: true });
    expect(mayContact(ask({ preference: no }))).toMatchObject({ reason: 'noConsent' });
  });

  it('goes by the channel that the customer prefers when there is one, otherwise by the first of the wish', () => {
    const preference = { consent: null, channel: 'sms' };
    const policy: ContactPolicy = { ...open, channels: ['email', 'sms'] };
    const channels = ['post', 'email'];
    expect(mayContact(ask({ policy, preference }))).toEqual({ allowed: true, channel: 'sms' });
    expect(mayContact(ask({ policy, preference, wish: { purpose: 'survey', channels } }))).toMatchObject({
      channel: 'email',
    });
    expect(mayContact(ask({ policy, wish: { purpose: 'survey', channels: ['post'] } }))).toMatchObject({
      reason: 'noChannel',
    });
  });
});
