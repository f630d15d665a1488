import type { Findings } from './findings.ts';
import type { Outcome } from './play.ts';

/** Whether a run is as it must be, and the line that is published of it. */
export interface Verdict {
  readonly good: boolean;
  readonly line: string;
}

/** `mustFind` names what the checker must have found, when a fault was planted. */
export function verdictOf(outcome: Outcome, mustFind?: keyof Findings): Verdict {
  const { findings: f, retries, refused, seconds, notes, broken, folder } = outcome;
  const figures = [
    notes,
    `${f.accepted} accepted, ${retries} retries (${refused} answered with an error)`,
    `${f.lost} lost, ${f.extra} extra, ${f.altered + f.rejected} altered`,
    `wrong ${f.wrongMetrics} metrics, ${f.wrongMemberships} memberships, ${f.wrongNumbers} numbers, ${f.wrongPositions} positions`,
    `${f.neverDelivered} of ${f.changes} changes never delivered to somebody, ${f.outOfOrder} out of order, ${f.phantoms} phantoms, ${f.gaps} gaps, ${f.repeats} repeated; wrong ${f.wrongMessages} webhooks, ${f.wrongEndpoints} endpoints`,
    `${f.stuck} stuck, ${f.overdue} overdue, ${f.crashed} crashed`,
    `${seconds.toFixed(1)} s`,
  ];
  if (mustFind === undefined) {
    const good = broken.length === 0;
    return { good, line: `${figures.join('; ')}; ${good ? 'good' : `BROKEN: ${broken.join(', ')}; see ${folder}`}` };
  }
  const good = f[mustFind] > 0;
  return { good, line: `${figures.join('; ')}; ${good ? `caught: ${mustFind} ${f[mustFind]}` : 'NOT CAUGHT'}` };
}
