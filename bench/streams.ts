import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchLine, median } from './line.ts';
import { type Audience, now, type Run, Stage } from './streams/stage.ts';
import { bodies } from './streams/workload.ts';

const FILTERS = 250;
const ROUNDS = 3;
/** Changes a second, and for how many seconds. */
const PACE = 500;
const SECONDS = 20;
/** What one statement writes. */
const BATCH = 5;

/** So many subscribers who all ask the same. */
export const alike = (count: number): Audience => ({ count, bodies: bodies.same(), segments: 1 });

/** So many subscribers, each with one of 250 filters. */
export const filtered = (count: number): Audience => ({ count, bodies: bodies.filters(FILTERS), segments: FILTERS });

const nameOf = ({ count, segments }: Audience): string =>
  `${count.toLocaleString('en')} subscribers, ${segments === 1 ? 'all the same' : `${segments} filters`}`;

/** Deliveries to subscribers of one process, and their memory, against a bare server. */
export const benchDeliveries = (audience: Audience) => (): Promise<BenchLine[]> =>
  Stage.use(async (stage) => [await weigh(stage, audience), await compare(stage, audience)]);

/** Executing once for those who ask the same, against executing for each; and how long a change is on its way. */
export const benchSharing = (): Promise<BenchLine[]> =>
  Stage.use(async (stage) => [await sharing(stage), await pace(stage, alike(1000)), await pace(stage, filtered(1000))]);

async function weigh(stage: Stage, audience: Audience): Promise<BenchLine> {
  const { ours, bare } = await stage.weigh(audience);
  return {
    name: `Memory of ${nameOf(audience)}: kB each`,
    figure: `${ours.rss.toFixed(1)} kB of the process, ${ours.heap.toFixed(1)} kB of its heap; the bare server ${bare.rss.toFixed(1)} and ${bare.heap.toFixed(1)} kB`,
    ratio: ours.rss,
    goal: 20,
    smaller: true,
    against: '1 kB; growth of the process when they come beside as many, at rest before and after',
  };
}

async function compare(stage: Stage, audience: Audience): Promise<BenchLine> {
  const { count, segments } = audience;
  const changes = segments === 1 ? Math.round(2_000_000 / count) : 25_000;
  const rounds: { ours: Run; bare: Run }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await stage.deliver(audience, changes);
    rounds.push({ ours, bare: await stage.deliverBare(audience, changes, ours.bytesPerEvent) });
  }
  const of = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
  return {
    name: `Changes to ${nameOf(audience)}: deliveries a second`,
    figure: `${perSecond(of(({ ours }) => ours.rate))} against ${perSecond(of(({ bare }) => bare.rate))}, ${changes} changes, ${Math.round(of(({ ours }) => ours.bytesPerEvent))} bytes each`,
    ratio: of(({ ours, bare }) => ours.rate / bare.rate),
    goal: 0.3,
    against: 'a bare node:http server that writes the same bytes, each event to each of as many subscribers',
  };
}

async function sharing(stage: Stage): Promise<BenchLine> {
  const shared = await stage.deliver(alike(1000), 1000);
  const own = await stage.deliver({ count: 1000, bodies: bodies.own(1000), segments: 1 }, 100);
  return {
    name: 'Changes to 1,000 subscribers who ask the same: deliveries a second',
    figure: `${perSecond(shared.rate)} against ${perSecond(own.rate)}`,
    ratio: shared.rate / own.rate,
    goal: 5,
    against: 'the same subscribers, each with a document of its own, so that each change is executed for each of them',
  };
}

async function pace(stage: Stage, audience: Audience): Promise<BenchLine> {
  const { app, write } = stage.workload;
  const stop = new AbortController();
  const sequencing = app.feed.runSequencer(stop.signal);
  await stage.subscribe(audience);
  const begin = now();
  const total = PACE * SECONDS;
  for (let written = 0; written < total; ) {
    await write(BATCH, audience.segments);
    written += BATCH;
    await sleep(Math.max(0, begin + (written / PACE) * 1000 - now()));
  }
  const seconds = (now() - begin) / 1000;
  const { events, latencies } = await stage.counted((audience.count / audience.segments) * total);
  await stage.leave();
  stop.abort();
  await sequencing;
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
  return {
    name: `From commit to delivery, ${Math.round(total / seconds)} changes a second, ${nameOf(audience)}: p99 in ms`,
    figure: `p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, ${perSecond(events / seconds)} deliveries`,
    ratio: at(0.99),
    goal: 100,
    smaller: true,
    against: '1 ms; from before the statement that writes a change to its arrival, durable commits, sequencer beside',
  };
}

const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`;
