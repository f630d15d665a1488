import { beforeAll, describe, expect, it } from 'vitest';
import { customerIdOf } from '../../src/activities/identify.ts';
import { keyFor, type TestApp, testApp } from '../support/app.ts';
import { recordStatements } from '../support/database.ts';
import { happen, publish } from '../support/story.ts';
import { type Planted, plantAnswers, plantSurvey, rating, surveyIdOf } from './plant.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
const CUSTOMERS = Array.from({ length: 12 }, (_, i) => `c${String(i).padStart(2, '0')}`);

let system: TestApp;

const planted = (who: string, score: number, daysAgo: number, more: Partial<Planted> = {}): Planted => ({
  ...{ who, score, at: NOW - daysAgo * DAY, response: `${who} ${daysAgo}` },
  ...more,
});

beforeAll(async () => {
  system = await testApp({ clock: () => NOW });
  const { database } = system.app;
  await publish(system.app, 'groups', 'segments', {
    segments: [
      {
        key: 'buyers',
        title: 'Buyers',
        when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] },
      },
      {
        key: 'fans',
        title: 'Fans',
        when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 2 }] },
      },
    ],
  });
  // everybody buys once, the last three twice
  await happen(
    system.app,
    [...CUSTOMERS, ...CUSTOMERS.slice(9)].map((who, i) => ({
      ...{ who, kind: 'purchase', at: NOW - (40 + i) * DAY },
      payload: { amount: 100, currency: 'EUR' },
    })),
  );
  await plantSurvey(database, 'nps', {}, [rating('recommend', 'nps', 0, 10)]);
  await plantSurvey(
    database,
    'effort',
    { kind: 'ces' },
    [rating('effort', 'ces1', 1, 5)],
    [rating('effort', 'ces2', 1, 7)],
  );
  await plantAnswers(database, [
    ...CUSTOMERS.map((who, i) => planted(who, i < 4 ? 3 : 9, 20, { store: i < 9 ? 'north' : 'south', channel: 'web' })),
    planted('c00', 7, 10, { store: 'north', channel: 'web' }),
    planted('c01', 6, 10, { store: 'north', channel: 'web' }),
    planted('nobody', 10, 5, { anonymous: true, channel: 'kiosk' }),
  ]);
  for (const [i, who] of CUSTOMERS.entries())
    await database.query(
      '',
      `insert into survey_invitation (customer_id, id, ask, survey_id, version, channel, language, probability, context, created_at, expires_at, answered_at)
       values ($1, gen_random_uuid(), gen_random_uuid(), $2, 1, 'email', 'en', 1, $3, $4, $4, $5)`,
      [
        customerIdOf(who),
        surveyIdOf('nps'),
        { store: i < 9 ? 'north' : 'south' },
        new Date(NOW - 21 * DAY),
        i % 3 === 0 ? new Date(NOW - 20 * DAY) : null,
      ],
    );
});

const FIGURE = '{ value n numerator denominator interval { low high method level } reason lowBase }';
interface Figure {
  readonly value: number | null;
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly reason: string | null;
}
interface Group {
  readonly key: string | null;
  readonly hidden: boolean;
  readonly answers: number;
  readonly anonymous: number;
  readonly nps: Figure;
  readonly recovered: Figure;
  readonly responseRate: Figure;
  readonly distribution: readonly object[];
}

/** A group that is opened to the answers behind it. */
interface Opened {
  readonly responses: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly nodes: readonly { readonly score: number; readonly customer: { readonly externalId: string } | null }[];
  };
}

const ask = async <T>(selection: string, of = '{ survey: "nps" }', more = ''): Promise<T> =>
  (await system.data<{ satisfaction: T }>(`{ satisfaction(of: ${of}${more}) { ${selection} } }`)).satisfaction;

const refused = async (query: string): Promise<{ code: unknown; message: string }> => {
  const { errors = [] } = await system.run(query);
  return { code: errors[0]?.extensions?.code, message: errors[0]?.message ?? '' };
};

describe('satisfaction of a population', () => {
  it('counts everybody, says how many are not known, and who was won back', async () => {
    const { total } = await ask<{ total: Group }>(
      `total { answers anonymous nps ${FIGURE} recovered ${FIGURE} soon: recovered(withinDays: 9) ${FIGURE} responseRate ${FIGURE} }`,
    );
    expect([total.answers, total.anonymous]).toEqual([15, 1]);
    // nine promoters, five detractors of fifteen
    expect(total.nps).toMatchObject({ numerator: 4, denominator: 15, n: 15, reason: null, lowBase: true });
    expect(total.nps.value).toBeCloseTo((100 * 4) / 15, 12);
    // of four customers who were detractors one answered 7 later; 6 is not enough
    expect(total.recovered).toMatchObject({ value: 0.25, numerator: 1, denominator: 4 });
    expect(total).toMatchObject({ soon: { value: 0, numerator: 0, denominator: 4 } });
    expect(total.responseRate).toMatchObject({ value: 4 / 12, n: 12, numerator: 4 });
  });

  it('is told by segment, store and channel; who is in none comes last', async () => {
    const { segments, stores, channels } = await ask<Record<'segments' | 'stores' | 'channels', Group[]>>(
      `segments: groups(by: { kind: "segments" }) { key title answers }
       stores: groups(by: { field: STORE }) { key answers nps ${FIGURE} responseRate ${FIGURE} }
       channels: groups(by: { field: CHANNEL }) { key answers }`,
    );
    expect(segments).toEqual([
      { key: 'buyers', title: 'Buyers', answers: 14 },
      { key: 'fans', title: 'Fans', answers: 3 },
      { key: null, title: null, answers: 1 },
    ]);
    expect(stores.map(({ key, answers }) => [key, answers])).toEqual([
      ['north', 11],
      ['south', 3],
      [null, 1],
    ]);
    expect(stores[1]?.responseRate).toMatchObject({ value: 1 / 3, n: 3 });
    expect(stores[2]?.responseRate).toMatchObject({ value: null, reason: 'NO_INVITATIONS' });
    expect(channels.map(({ key, answers }) => [key, answers])).toEqual([
      ['kiosk', 1],
      ['web', 14],
    ]);
  });

  it('opens every number to the answers behind it, page by page, with a constant number of statements', async () => {
    const page = (after: string | null) =>
      ask<{ groups: Opened[] }>(
        `groups(by: { field: STORE }) { key responses(band: DETRACTORS, first: 2, after: ${JSON.stringify(after)}) {
           totalCount pageInfo { hasNextPage endCursor } nodes { score customer { externalId } } } }`,
      );
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const [north]: readonly Opened[] = (await page(after)).groups;
      seen.push(...(north?.responses.nodes ?? []).map(({ customer, score }) => `${customer?.externalId} ${score}`));
      expect(north?.responses.totalCount).toBe(5);
      if (!north?.responses.pageInfo.hasNextPage) break;
      after = north.responses.pageInfo.endCursor;
    }
    expect(seen.slice(0, 1)).toEqual(['c01 6']);
    expect(seen.toSorted()).toEqual(['c00 3', 'c01 3', 'c01 6', 'c02 3', 'c03 3']);
    const count = async (selection: string): Promise<number> => {
      await ask(selection);
      const statements = recordStatements();
      await ask(selection);
      return statements.stop().length;
    };
    const SELECTION = `{ key nps { value } recovered { value } responseRate { value } responses(first: 5) { nodes { customer { externalId } } } }`;
    const one = await count(`total ${SELECTION}`);
    expect(await count(`groups(by: { field: STORE }) ${SELECTION}`)).toBe(one);
    // which segments there are is one statement more
    expect(await count(`groups(by: { kind: "segments" }) ${SELECTION}`)).toBe(one + 1);
    expect(await count(`series(every: DAY, by: { kind: "segments" }) ${SELECTION}`)).toBe(one + 2);
  });

  it('hides small groups from those who may not see single answers, and what would give them away', async () => {
    const key = await keyFor(system.app, { name: 'board', role: 'respondent', scopes: ['satisfaction:read'] });
    const text = `{ satisfaction(of: { survey: "nps" }) { total { hidden nps { value } }
      groups(by: { field: STORE }) { key hidden nps { value reason } distribution { score } recovered { reason } } } }`;
    const { data, errors } = await system.run<{ satisfaction: { total: Group; groups: Group[] } }>(
      text,
      {},
      { authorization: `Bearer ${key}` },
    );
    expect(errors).toBeUndefined();
    expect(data.satisfaction.total.hidden).toBe(false);
    const hidden = {
      hidden: true,
      nps: { value: null, reason: 'HIDDEN' },
      distribution: [],
      recovered: { reason: 'HIDDEN' },
    };
    // three in the south and one nowhere: together they are four, so the north would tell of them
    expect(data.satisfaction.groups).toEqual(['north', 'south', null].map((store) => ({ key: store, ...hidden })));
    const open = await ask<{ groups: Group[] }>('groups(by: { field: STORE }) { key hidden }');
    expect(open.groups.some((group) => group.hidden)).toBe(false);
    const { errors: refusal } = await system.run(
      '{ satisfaction(of: { survey: "nps" }, customers: {}) { total { responses { totalCount } } } }',
      {},
      { authorization: `Bearer ${key}` },
    );
    expect(refusal?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('never counts answers of different scale or direction together, and names both', async () => {
    const { code, message } = await refused(
      '{ satisfaction(of: { survey: "effort", question: "effort" }) { total { answers } } }',
    );
    expect(code).toBe('MIXED_SERIES');
    expect(message).toContain('version 1 asks “effort” (ces1) from 1 to 5, lower is better');
    expect(message).toContain('version 2 asks “effort” (ces2) from 1 to 7, higher is better');
    const one = await ask<{ scale: object }>(
      'scale { measure min max higherIsBetter satisfiedFrom }',
      '{ survey: "effort", question: "effort", versions: [2] }',
    );
    expect(one.scale).toEqual({ measure: 'CES2', min: 1, max: 7, higherIsBetter: true, satisfiedFrom: 5 });
  });

  it('is null with a reason where nobody answered, also in a period of a series', async () => {
    const { series } = await ask<{ series: { from: string; nps: Figure }[] }>(
      `series(every: WEEK, timeZone: "Asia/Shanghai") { from nps ${FIGURE} }`,
      '{ survey: "nps" }',
      ', from: "2026-10-25T16:00:00Z"',
    );
    expect(series[0]).toMatchObject({
      from: '2026-10-25T16:00:00.000Z',
      nps: { value: null, n: 0, reason: 'NO_ANSWERS' },
    });
    expect(series.map(({ nps }) => nps.n)).toEqual([0, 12, 2, 1, 0].slice(0, series.length));
  });

  it('says what is wrong with a wish', async () => {
    const wishes = {
      '{ satisfaction(of: { survey: "np" }) { total { answers } } }': ['NOT_FOUND', 'Did you mean “nps”?'],
      '{ satisfaction(of: { survey: "nps", question: "recomend" }) { total { answers } } }': [
        'NOT_FOUND',
        'Did you mean “recommend”?',
      ],
      '{ satisfaction(of: {}) { total { answers } } }': ['BAD_USER_INPUT', 'Name a survey, or a measure.'],
      '{ satisfaction(of: { survey: "nps" }) { groups(by: { attribute: "region" }) { key } } }': [
        'UNKNOWN_ATTRIBUTE',
        'region',
      ],
      '{ satisfaction(of: { survey: "nps" }) { groups(by: { ruleSet: "group" }) { key } } }': [
        'UNKNOWN_OUTCOME',
        'Did you mean “groups”?',
      ],
      '{ satisfaction(of: { survey: "nps" }) { series(every: DAY, timeZone: "Mars") { from } } }': [
        'UNKNOWN_TIME_ZONE',
        'Mars',
      ],
      '{ satisfaction(of: { survey: "nps" }, from: "1990-01-01T00:00:00Z") { series(every: DAY) { from } } }': [
        'SERIES_TOO_LONG',
        '1000',
      ],
      '{ satisfaction(of: { survey: "nps" }, level: 2) { total { answers } } }': ['BAD_USER_INPUT', '0.5 to 0.999'],
    };
    for (const [query, [code, part]] of Object.entries(wishes)) {
      const answer = await refused(query);
      expect([query, answer.code]).toEqual([query, code]);
      expect(answer.message).toContain(part);
    }
  });
});

describe('a change that was noted', () => {
  it('stands beside the figures, and splits them into before and after', async () => {
    const save = (key: string) =>
      system.data<{ saveAnnotation: object }>(
        `mutation ($input: SaveAnnotationInput!) { saveAnnotation(input: $input) {
           ... on SaveAnnotationSuccess { annotation { key at text } } ... on UserError { code message } } }`,
        { input: { key, at: new Date(NOW - 15 * DAY), text: 'A new checkout' } },
      );
    expect((await save('Checkout!')).saveAnnotation).toMatchObject({ code: 'INVALID_INPUT' });
    const noted = { key: 'checkout', at: new Date(NOW - 15 * DAY).toISOString(), text: 'A new checkout' };
    expect((await save('checkout')).saveAnnotation).toEqual({ annotation: noted });
    expect((await save('checkout')).saveAnnotation).toEqual({ annotation: noted });
    const { annotations, beforeAfter } = await ask<{ annotations: object[]; beforeAfter: object }>(
      `annotations { key at text }
       beforeAfter(annotation: "checkout", days: 7) { complete these { answers } those { answers }
         nps(interval: WALD) { value z reason } satisfied { value interval { method } } mean { value interval { method } } }`,
    );
    expect(annotations).toEqual([noted]);
    // before: 8 promoters and 4 detractors of 12; after: one passive, one detractor
    expect(beforeAfter).toMatchObject({
      ...{ complete: true, these: { answers: 2 }, those: { answers: 12 } },
      nps: { value: expect.closeTo(-50 - 100 / 3, 9), reason: null },
      satisfied: { value: expect.closeTo(-2 / 3, 9), interval: { method: 'NEWCOMBE' } },
      mean: { value: expect.closeTo(6.5 - 7, 9), interval: { method: 'WELCH' } },
    });
    const gone = `mutation { removeAnnotation(input: { key: "checkout" }) { ... on RemoveAnnotationSuccess { key } ... on UserError { code } } }`;
    expect(await system.data(gone)).toEqual({ removeAnnotation: { key: 'checkout' } });
    expect(await system.data(gone)).toEqual({ removeAnnotation: { code: 'NOT_FOUND' } });
  });
});
