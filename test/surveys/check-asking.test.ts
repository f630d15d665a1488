import { describe, expect, it } from 'vitest';
import { sound, told, toldInChinese } from './checked.ts';

const asking = (ask: object) => ({ ...sound, ask });
const following = (more: object) => asking({ triggers: [{ on: 'activity', kinds: ['purchase'], ...more }] });

describe('a survey', () => {
  it.each<[unknown, string]>([
    [asking({ triggers: [] }), '!/ask/triggers TOO_FEW: This list needs at least 1 entry.'],
    [
      asking({ triggers: [{ on: 'activty', kinds: ['purchase'] }] }),
      '!/ask/triggers/0/on VALUE_NOT_ALLOWED: "activty" is not possible here; did you mean "activity"?',
    ],
    [
      following({ kinds: ['purchas'] }),
      '!/ask/triggers/0/kinds/0 UNKNOWN_KIND: There is no kind of activity "purchas"; did you mean "purchase"?',
    ],
    [
      following({ kinds: ['surveyInvited'] }),
      '!/ask/triggers/0/kinds/0 NOT_ALLOWED: A survey cannot follow invitations: it would follow its own.',
    ],
    [
      following({ where: [{ field: 'amont', operator: 'atLeast', value: 1 }] }),
      '!/ask/triggers/0/where/0/field UNKNOWN_FIELD: There is no field "amont"; did you mean "amount"?',
    ],
    [
      following({ where: [{ field: 'channel', operator: 'equal', value: 'onlin' }] }),
      '!/ask/triggers/0/where/0/value UNKNOWN_VALUE: "channel" is never "onlin"; did you mean "online"?',
    ],
    [following({ afterHours: 1.5 }), '!/ask/triggers/0/afterHours WRONG_TYPE: Write a whole number here, not 1.5.'],
    [
      following({ touchpoint: 'After Sales' }),
      '!/ask/triggers/0/touchpoint WRONG_FORM: "After Sales" does not have the form needed here. An example: "overall-satisfaction".',
    ],
    [
      asking({ triggers: [{ on: 'schedule', everyDays: 7, spreadDays: 8, firstAt: '2026-11-01' }] }),
      '!/ask/triggers/0/spreadDays OUT_OF_RANGE: A wave cannot be spread over more days than lie between two waves: 7.',
    ],
    [
      asking({ triggers: [{ on: 'schedule', everyDays: 7, spreadDays: 1, firstAt: '2026-02-30' }] }),
      '!/ask/triggers/0/firstAt WRONG_VALUE: There is no day "2026-02-30".',
    ],
    [
      asking({
        triggers: ['2026-11-01', '2026-12-01'].map((firstAt) => ({
          on: 'schedule',
          everyDays: 90,
          spreadDays: 1,
          firstAt,
        })),
      }),
      '!/ask/triggers/1 SCHEDULE_REPEATS: A survey has one schedule: the waves of two would overlap. Make a second survey.',
    ],
    [
      { ...following({}), ask: { ...following({}).ask, sample: 0 } },
      '!/ask/sample TOO_SMALL: 0 is too small: it must be more than 0.',
    ],
    [
      { ...following({}), ask: { ...following({}).ask, channels: ['fax'] } },
      '!/ask/channels/0 VALUE_NOT_ALLOWED: "fax" is not possible here. Choose "email", "sms", "push", "chat", "app", "web", "call" or "post".',
    ],
    [
      {
        ...following({}),
        ask: { ...following({}).ask, when: { fact: 'orderEver', operator: 'greaterThan', value: 2 } },
      },
      '!/ask/when/fact UNKNOWN_FACT: There is no fact "orderEver"; did you mean "ordersEver"?',
    ],
  ])('asked when it cannot be is refused: %#', (document, message) => {
    expect(told(document)).toEqual([message]);
  });

  it('is told in Chinese what is wrong with a condition on activities', () => {
    const where = [{ field: 'channel', operator: 'equal', value: 'onlin' }];
    expect(toldInChinese(following({ where }))).toEqual(['"channel" 不会是 "onlin"；您是否想写 "online"？']);
  });
});
