import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Memory } from './messages.ts';

/** After which V8 has given back what it does not need, in ms. */
const REST = 12_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What this process needs once it has come to rest. */
export async function memoryAtRest(): Promise<Memory> {
  collect();
  await sleep(REST);
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}
