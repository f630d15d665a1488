import { createReadStream } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { tallyOf } from '../../src/imports/import-input.ts';
import { startImport } from '../../src/imports/start-import.ts';
import { createUpload, receive } from '../../src/imports/uploads.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { answerReading } from '../../src/surveys/import/answer-reading.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { golden } from '../support/golden.ts';
import { hasSfo, RATINGS, SFO, SFO_MAPPING, SFO_SURVEY } from '../support/sfo.ts';

interface Nps {
  readonly n: number;
  readonly promoters: number;
  readonly detractors: number;
  readonly nps: number;
  readonly ci95: readonly [number, number];
  readonly mean: number;
}

interface Year {
  readonly nps: Nps;
  readonly csat: {
    readonly n: number;
    readonly counts: Readonly<Record<string, number>>;
    readonly mean: number;
    readonly sd: number;
    readonly top2: number;
    readonly top2_wilson: readonly [number, number];
    readonly top_box: number;
  };
  readonly nps_weighted: number;
  readonly kish_effective_n: number;
  readonly csat_top2_weighted: number;
  readonly nps_by_overall_rating: Readonly<Record<string, Nps>>;
  readonly nps_by_problem: Readonly<Record<string, Nps>>;
  readonly pearson_overall_netpro: number;
  readonly pairs: number;
  readonly drivers_corr_with_overall: Readonly<
    Record<string, { readonly n: number; readonly r: number; readonly mean: number }>
  >;
}

interface Golden {
  readonly '2017': Year;
  readonly '2018': Year;
  readonly change_2017_2018: {
    readonly diff: number;
    readonly z: number;
    readonly ci95: readonly [number, number];
    readonly p_two_sided: number;
  };
  readonly driver_analysis_2018_complete_cases: {
    readonly n: number;
    readonly r2: number;
    readonly lmg_shapley: Readonly<Record<string, number>>;
    readonly johnson_relative_weights: Readonly<Record<string, number>>;
  };
}

const expected = golden<Golden>('sfo_nps_csat') as Golden;
const YEARS = ['2017', '2018'] as const;
const drivers = Object.entries(RATINGS).filter(([key]) => key !== 'overall');

let system: TestApp;

const PUBLISH = `mutation ($save: SaveSurveyInput!, $publish: PublishSurveyInput!) {
  saveSurvey(input: $save) { ... on UserError { message } ... on SaveSurveySuccess { version { number } } }
  publishSurvey(input: $publish) { __typename ... on UserError { message } } }`;

beforeAll(async () => {
  if (!hasSfo) return;
  system = await testApp({ timeZone: 'America/Los_Angeles', clock: () => Date.UTC(2019, 0, 1) });
  const save = { key: 'passengers', kind: 'CUSTOM', purpose: 'TRANSACTIONAL', source: JSON.stringify(SFO_SURVEY) };
  const published = await system.data(PUBLISH, { save, publish: { key: 'passengers', number: 1 } });
  expect(published).toEqual({
    saveSurvey: { version: { number: 1 } },
    publishSurvey: { __typename: 'PublishSurveySuccess' },
  });
  const { database, road, jobs } = system.app;
  const upload = await createUpload(database, 'sfo.csv');
  await receive(database, upload.id, createReadStream(SFO));
  const request = { uploadId: upload.id, what: 'answers', mapping: SFO_MAPPING, dryRun: false } as const;
  const jobId = await startImport(road, operator, request, answerReading('EUR'));
  await runNextJob(database, jobs, jobId);
  const [job] = await database.query<{ cursor: Record<string, unknown> }>('', 'select cursor from job where id = $1', [
    jobId,
  ]);
  // every row but those that answer nothing at all
  const tally = tallyOf(job?.cursor ?? {});
  expect([tally.rows, tally.accepted + tally.rejected]).toEqual([5640, 5640]);
});

const close = (value: number | null | undefined, wanted: number): void => expect(value).toBeCloseTo(wanted, 9);

interface Figure {
  readonly value: number | null;
  readonly n: number;
  readonly effectiveN: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly reason: string | null;
}

interface Group {
  readonly key: string | null;
  readonly nps: Figure;
  readonly satisfied: Figure;
  readonly topBox: Figure;
  readonly mean: Figure;
  readonly standardDeviation: number;
  readonly anonymous: number;
  readonly answers: number;
  readonly distribution: readonly { readonly score: number; readonly answers: number }[];
}

interface Asked {
  readonly satisfaction: {
    readonly total: Group;
    readonly series: readonly Group[];
    readonly groups: readonly Group[];
    readonly drivers: {
      readonly complete: number;
      readonly explained: number;
      readonly drivers: readonly Readonly<
        Record<'question', string> & Record<'n' | 'correlation' | 'mean' | 'lmg' | 'johnson', number>
      >[];
    };
    readonly against: {
      readonly nps: {
        readonly value: number;
        readonly z: number;
        readonly p: number;
        readonly interval: { readonly low: number; readonly high: number };
      };
    };
  };
}

const FIGURE = '{ value n effectiveN numerator denominator interval { low high method } reason }';

/** Asks for a question of one year, in the airport's time zone. */
async function ask(
  question: string,
  year: string,
  selection: string,
  weighted = false,
): Promise<Asked['satisfaction']> {
  const from = `${year}-01-01T08:00:00Z`;
  const to = `${Number(year) + 1}-01-01T08:00:00Z`;
  const text = `query ($of: SatisfactionOf!, $from: DateTime, $to: DateTime, $weighted: Boolean) {
    satisfaction(of: $of, from: $from, to: $to, weighted: $weighted) { ${selection} } }`;
  const variables = { of: { survey: 'passengers', question }, from, to, weighted };
  return (await system.data<Asked>(text, variables)).satisfaction;
}

function expectNps(figure: Figure, wanted: Nps): void {
  expect(figure.n).toBe(wanted.n);
  expect(figure.numerator).toBe(wanted.promoters - wanted.detractors);
  close(figure.value, wanted.nps);
  close(figure.interval?.low, Math.max(-100, wanted.ci95[0]));
  close(figure.interval?.high, Math.min(100, wanted.ci95[1]));
}

describe.skipIf(!hasSfo)('what passengers of an airport said', () => {
  it.each(YEARS)('NPS and CSAT of %s, with intervals', async (year) => {
    const { nps, csat } = expected[year];
    const { total } = await ask(
      'recommend',
      year,
      `total { answers anonymous nps(interval: WALD) ${FIGURE} mean ${FIGURE} }`,
    );
    expectNps(total.nps, nps);
    close(total.mean.value, nps.mean);
    expect([total.answers, total.anonymous]).toEqual([nps.n, nps.n]);
    const overall = await ask(
      'overall',
      year,
      `total { satisfied ${FIGURE} topBox ${FIGURE} mean ${FIGURE} standardDeviation distribution { score answers } nps ${FIGURE} }`,
    );
    expect(overall.total.satisfied.n).toBe(csat.n);
    close(overall.total.satisfied.value, csat.top2);
    close(overall.total.satisfied.interval?.low, csat.top2_wilson[0]);
    close(overall.total.satisfied.interval?.high, csat.top2_wilson[1]);
    close(overall.total.topBox.value, csat.top_box);
    close(overall.total.mean.value, csat.mean);
    close(overall.total.standardDeviation, csat.sd);
    const counts = overall.total.distribution.map(({ score, answers }) => [String(score), answers]);
    expect(Object.fromEntries(counts)).toEqual(csat.counts);
    expect(overall.total.nps).toMatchObject({ value: null, reason: 'NOT_THIS_MEASURE' });
  });

  it.each(YEARS)('weighted figures of %s', async (year) => {
    const wanted = expected[year];
    const { total } = await ask('recommend', year, `total { nps ${FIGURE} }`, true);
    close(total.nps.value, wanted.nps_weighted);
    expect(total.nps.effectiveN / wanted.kish_effective_n).toBeCloseTo(1, 9);
    const overall = await ask('overall', year, `total { satisfied ${FIGURE} }`, true);
    close(overall.total.satisfied.value, wanted.csat_top2_weighted);
  });

  it.each(YEARS)('NPS of %s by what else they answered', async (year) => {
    const by = async (answer: string) => {
      const { groups } = await ask(
        'recommend',
        year,
        `groups(by: { answer: "${answer}" }) { key nps(interval: WALD) ${FIGURE} }`,
      );
      return new Map(groups.map(({ key, nps }) => [key, nps]));
    };
    const ratings = await by('overall');
    for (const [key, wanted] of Object.entries(expected[year].nps_by_overall_rating))
      expectNps(ratings.get(key) as Figure, wanted);
    const problems = await by('problem');
    expectNps(problems.get('yes') as Figure, expected[year].nps_by_problem['1'] as Nps);
    expectNps(problems.get('no') as Figure, expected[year].nps_by_problem['2'] as Nps);
  });

  it('the change between the years, with its interval', async () => {
    const wanted = expected.change_2017_2018;
    const { against } = await ask(
      'recommend',
      '2018',
      `against(from: "2017-01-01T08:00:00Z", to: "2018-01-01T08:00:00Z") { nps(interval: WALD) { value z p interval { low high } } }`,
    );
    close(against.nps.value, wanted.diff);
    close(against.nps.z, wanted.z);
    close(against.nps.interval.low, wanted.ci95[0]);
    close(against.nps.interval.high, wanted.ci95[1]);
    expect(against.nps.p / wanted.p_two_sided).toBeCloseTo(1, 9);
  });

  it('years as a series in the airport’s time zone', async () => {
    const text = `{ satisfaction(of: { survey: "passengers", question: "recommend" }) {
      series(every: YEAR) { from to nps { value } } } }`;
    const { satisfaction } = await system.data<{
      satisfaction: { series: { from: string; to: string; nps: { value: number } }[] };
    }>(text);
    expect(satisfaction.series.map(({ to }) => to)).toEqual(['2018-01-01T08:00:00.000Z', '2019-01-01T00:00:00.000Z']);
    for (const [i, { nps }] of satisfaction.series.entries()) close(nps.value, expected[YEARS[i] as '2017'].nps.nps);
  });

  it('what drives satisfaction', async () => {
    const keys = JSON.stringify(drivers.map(([key]) => key));
    const SELECTION = `drivers(questions: ${keys}) { complete explained drivers { question n correlation mean lmg johnson } }`;
    for (const year of YEARS) {
      const { drivers: found } = await ask('overall', year, SELECTION);
      for (const driver of found.drivers) {
        const column = RATINGS[driver.question as keyof typeof RATINGS];
        const wanted = expected[year].drivers_corr_with_overall[column];
        expect(driver.n).toBe(wanted?.n);
        close(driver.correlation, wanted?.r as number);
        close(driver.mean, wanted?.mean as number);
      }
    }
    const { drivers: found } = await ask('overall', '2018', SELECTION);
    const wanted = expected.driver_analysis_2018_complete_cases;
    expect(found.complete).toBe(wanted.n);
    close(found.explained, wanted.r2);
    for (const { question, lmg, johnson } of found.drivers) {
      const column = RATINGS[question as keyof typeof RATINGS];
      close(lmg, wanted.lmg_shapley[column] as number);
      close(johnson, wanted.johnson_relative_weights[column] as number);
    }
    for (const year of YEARS) {
      const { drivers: both } = await ask(
        'overall',
        year,
        'drivers(questions: ["recommend"]) { drivers { n correlation } }',
      );
      expect(both.drivers[0]?.n).toBe(expected[year].pairs);
      close(both.drivers[0]?.correlation, expected[year].pearson_overall_netpro);
    }
  });
});
