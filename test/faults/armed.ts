// Loaded before Retinue (`node --import`) in the processes of a run: they then do what the supervisor orders by the
// channel between parent and child, and end with it. The server that runs is otherwise the one that users run.
import { setTimeout as sleep } from 'node:timers/promises';
import { type FailPoint, failPoints } from '../../src/db/fail-point.ts';
import { Random } from '../../src/demo/random.ts';

/** Die when the work next comes to a point, or wait at a point, each time up to so many milliseconds. */
export type Order = { readonly dieAt: FailPoint } | { readonly pauseAt: FailPoint; readonly ms: number };

let dieAt: FailPoint | undefined;
const pauses = new Map<FailPoint, number>();
const random = new Random(process.pid, 0);

process.on('message', (order: Order) => {
  if ('dieAt' in order) dieAt = order.dieAt;
  else pauses.set(order.pauseAt, order.ms);
});
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();

failPoints.reached = async (point) => {
  if (point === dieAt) process.kill(process.pid, 'SIGKILL');
  const most = pauses.get(point);
  if (most !== undefined) await sleep(random.whole(0, most));
};
