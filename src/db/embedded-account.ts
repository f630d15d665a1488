import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';

/** The account that runs PostgreSQL; empty: the one we are. */
export interface Identity {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root: take `postgres`, else `nobody`. No account is created. */
export function runAs(): Identity {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return {};
  const rows = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find((r) => r[0] === name && r[2] !== '0');
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error('running as root, and neither a postgres nor a nobody account exists to run PostgreSQL as');
}

/** Whether that account can enter or run it, asked of the system itself: modes of parents, ACLs and mounts all count. */
export const canExecute = (id: Identity, file: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$0"', file], { ...id, cwd: '/' }).status === 0;

/** Gives a file or folder to that account. */
export function giveTo(id: Identity, file: string): void {
  if (id.uid !== undefined && id.gid !== undefined) fs.chownSync(file, id.uid, id.gid);
}

/** A directory of ours in a place where everybody may write; one that somebody else made first is refused. */
export function ownDirectory(dir: string, mode: number, id: Identity = {}): void {
  fs.mkdirSync(dir, { recursive: true, mode });
  const ours = [0, process.getuid?.(), id.uid];
  if (process.getuid && !ours.includes(fs.lstatSync(dir).uid)) throw new Error(`${dir} belongs to another account`);
}

/** Short enough for a path, long enough to keep two installations apart. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
