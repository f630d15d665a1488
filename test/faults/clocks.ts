import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from './fleet.ts';

const LIBRARY = ['x86_64-linux-gnu', 'aarch64-linux-gnu', '.']
  .map((place) => path.join('/usr/lib', place, 'faketime/libfaketimeMT.so.1'))
  .find((file) => existsSync(file));
export const hasFaketime = LIBRARY !== undefined;

const DAY = 86_400_000;
const fileOf = (folder: string, name: string): string => path.join(folder, `clock-${name}`);

/** What makes the clock of a process movable; timers go on as before, as they do when a clock is set. */
export function movableClock(name: string, folder: string): Record<string, string> {
  const file = fileOf(folder, name);
  writeFileSync(file, '+0');
  return {
    LD_PRELOAD: LIBRARY ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/** Sets the clock of a process so many days off, and returns whether its answers show it. */
export async function jump(folder: string, { name, url }: Member, days: number): Promise<boolean> {
  writeFileSync(fileOf(folder, name), `${days < 0 ? '' : '+'}${days}d`);
  for (let tries = 0; url !== undefined && tries < 20; tries++) {
    const date = await fetch(`${url}/health`).then(
      ({ headers }) => Date.parse(headers.get('date') ?? ''),
      () => Number.NaN,
    );
    if (Math.abs(date - Date.now() - days * DAY) < DAY / 2) return true;
    await sleep(100);
  }
  return false;
}
