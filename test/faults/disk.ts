import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, statfsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Blow, mixed, strike } from './nemesis.ts';
import { play } from './play.ts';
import type { Scenario } from './scenarios.ts';

const SIZE = '900m';

/** Whether this process may mount: only then a disk of its own can be filled. */
const mayMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMount();

function tryMount(): boolean {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'retinue-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder]).status === 0;
  if (mounted) spawnSync('umount', [folder]);
  rmdirSync(folder);
  return mounted;
}

/** The disk under PostgreSQL is full for a while, and then is not. */
export const disks: Scenario = {
  name: 'F5',
  about: 'the disk of PostgreSQL is full',
  skipped: mayMount ? undefined : 'this account may not mount a disk of its own',
  async run(seed, scale) {
    const disk = mkdtempSync(path.join(os.tmpdir(), 'retinue-disk-'));
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'none', disk]);
    const ballast = path.join(disk, 'ballast');
    const fill: Blow = async () => {
      const file = await open(ballast, 'w');
      const block = Buffer.alloc(1 << 20);
      for (let left = statfsSync(disk).bavail; left > 0; left = statfsSync(disk).bavail)
        await file.write(block).catch(() => {});
      await file.close();
      await sleep(1500);
      rmSync(ballast);
    };
    const times = Math.max(1, Math.round(5 * scale));
    const clusterSettings = { max_wal_size: '128MB', min_wal_size: '64MB', checkpoint_timeout: '30s' };
    try {
      return await play(
        { seed, total: Math.round(120_000 * scale), clusterFolder: path.join(disk, 'cluster'), clusterSettings },
        async (world) => {
          await strike(world, mixed(world, [fill, times]));
          return `full ${times} times`;
        },
      );
    } finally {
      spawnSync('umount', ['-l', disk]);
      rmdirSync(disk);
    }
  },
};
