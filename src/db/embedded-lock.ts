import fs from 'node:fs';

/** The process that a lock file of PostgreSQL names. */
export function readLock(file: string): number | undefined {
  try {
    return Number(fs.readFileSync(file, 'utf8').split('\n', 1)[0]);
  } catch {
    return undefined;
  }
}

/**
 * Whether a PostgreSQL runs under this number. A number alone does not say so: after a power cut or in a restarted
 * container it may be anybody's, and a killed process keeps it while nobody collects it.
 */
export function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    const [, name, state] = /\((.*)\) (\S)/s.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return state !== 'Z' && name?.startsWith('postgres') !== false;
  } catch {
    return true; // no /proc here: believe the number
  }
}

/**
 * Removes the lock files of a server that is gone although its number is taken. PostgreSQL goes by the number and would
 * refuse to start for ever. Only for when it has refused: then nobody else is starting here.
 */
export function removeStaleLocks(...files: string[]): void {
  for (const file of files) {
    const pid = readLock(file);
    // an empty one belongs to a server that is just starting, or was left by a crash at that very moment
    if (pid ? !isPostgres(pid) : isOld(file)) fs.rmSync(file, { force: true });
  }
}

function isOld(file: string): boolean {
  try {
    return Date.now() - fs.statSync(file).mtimeMs > 5000;
  } catch {
    return false;
  }
}
