import type { ChangeDraft, DecideInput, HeldOutcome, Outcome } from '#contract';
import type { Quadrant, RetentionDocument } from './document.ts';
import { type Places, placesOf, quadrantKey, signalKey, stageKey, within } from './places.ts';

type Input = DecideInput<RetentionDocument>;

/** The stage, the signals that are there, and the quadrant, in this order. */
export function decideRetention(input: Input): readonly Outcome[] {
  const { document, holds } = input;
  const places = placesOf(document);
  const signals = (document.signals ?? []).flatMap(({ key }, i) =>
    holds[places.signal(i)] === 1 ? [{ key: signalKey(key), rule: places.signal(i) }] : [],
  );
  return [decideStage(input), ...signals, ...decideQuadrant(input, places)];
}

/**
 * The first stage whose conditions hold; otherwise the one for the rest. Where it matters where the customer comes from, it
 * has left that stage: those that ask nothing of the kind, and its own, lead elsewhere.
 */
function decideStage({ document: { stages, otherwise }, holds, before }: Input): Outcome {
  const was = before.map(({ key }) => within('stage', key)).find((key) => key !== undefined);
  const first = (left?: string): number => {
    const found = stages.findIndex(
      ({ key, after }, i) => holds[i] === 1 && (!after || was === key || (left !== undefined && after.includes(left))),
    );
    return found === -1 ? stages.findIndex(({ key }) => key === otherwise) : found;
  };
  const rest = first();
  const stage = was === undefined || stages[rest]?.key === was ? rest : first(was);
  return { key: stageKey(stages[stage]?.key ?? otherwise), rule: stage };
}

function decideQuadrant({ document: { quadrant }, holds }: Input, places: Places): Outcome[] {
  const holdsAt = (which: Parameters<Places['aspect']>[0]): boolean => holds[places.aspect(which)] === 1;
  if (!quadrant || !(holdsAt('satisfied') || holdsAt('dissatisfied'))) return [];
  const happy = !holdsAt('dissatisfied');
  const stays = !holdsAt('leaving');
  const key: Quadrant = happy ? (stays ? 'happy-stayer' : 'happy-leaver') : stays ? 'hostage' : 'defector';
  return [{ key: quadrantKey(key), rule: places.aspect(happy ? 'satisfied' : 'dissatisfied') }];
}

/** A customer moves from stage to stage and from quadrant to quadrant; signals appear and go away. */
export function changeRetention(before: readonly HeldOutcome[], after: readonly Outcome[]): readonly ChangeDraft[] {
  return [
    ...moves('stage', before, after),
    ...moves('quadrant', before, after),
    ...after.flatMap(({ key, rule }) => {
      const signal = within('signal', key);
      if (signal === undefined || before.some((one) => one.key === key)) return [];
      return [{ type: 'churn-signal.raised', key, from: null, to: signal, rule }];
    }),
    ...before.flatMap(({ key }) => {
      const signal = within('signal', key);
      if (signal === undefined || after.some((one) => one.key === key)) return [];
      return [{ type: 'churn-signal.cleared', key, from: signal, to: null }];
    }),
  ];
}

function moves(
  part: 'stage' | 'quadrant',
  before: readonly HeldOutcome[],
  after: readonly Outcome[],
): readonly ChangeDraft[] {
  const was = before.find(({ key }) => within(part, key) !== undefined);
  const is = after.find(({ key }) => within(part, key) !== undefined);
  if (was?.key === is?.key) return [];
  const rule = is && ruleOfMove(was?.key, is);
  const from = was ? (within(part, was.key) ?? null) : null;
  const to = is ? (within(part, is.key) ?? null) : null;
  return [{ type: `${part}.changed`, key: (is ?? was)?.key ?? part, from, to, ...(rule !== undefined && { rule }) }];
}

/** Who is as satisfied as before has moved because it leaves, or leaves no more: that rule is the one that tells why. */
function ruleOfMove(was: string | undefined, { key, rule }: Outcome): number {
  const happy = HAPPY.has(key);
  return was === undefined || !key.startsWith('quadrant.') || HAPPY.has(was) !== happy ? rule : rule + (happy ? 2 : 1);
}

const HAPPY: ReadonlySet<string> = new Set([quadrantKey('happy-stayer'), quadrantKey('happy-leaver')]);
