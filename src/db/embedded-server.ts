import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Identity } from './embedded-account.ts';

// Runs the server and holds the read end of our pipe: when we die in any way, the read ends and the server stops.
const SUPERVISOR = `
exec 3<&0
LC_ALL=C "$0" "$@" 3<&- >&2 &
p=$!
echo $p
exec >&2
trap : TERM INT HUP
( read -r m <&3
  if [ "$m" = immediate ]; then kill -QUIT $p; else kill -INT $p; fi 2>/dev/null ) &
while kill -0 $p 2>/dev/null; do wait $p; done`;

/** Starts a server that lives no longer than this process. */
export function supervise(
  bin: string,
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  id: Identity,
  log?: (line: string) => void,
): Server {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn('/bin/sh', ['-c', SUPERVISOR, path.join(bin, 'postgres'), '-D', dataDir, ...flags], {
    ...id,
    cwd: '/',
    detached: true, // Ctrl-C in the terminal reaches only us, so the server outlives the drain
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return new Server(child, log);
}

/** A server that we started. */
export class Server {
  pid = 0;
  /** The end of what it said, to explain why it did not start. */
  tail = '';
  exited = false;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;

  constructor(child: ChildProcess, log?: (line: string) => void) {
    this.#child = child;
    this.#gone = new Promise((resolve) => {
      child.once('exit', () => {
        this.exited = true;
        resolve();
      });
    });
    child.once('error', (error) => {
      this.tail += error.message; // no shell, or no right to change the account: there is no 'exit' then
      this.exited = true;
    });
    child.stdin?.on('error', () => {});
    child.stdout?.once('data', (bytes: Buffer) => {
      this.pid = Number(String(bytes).trim());
    });
    child.stderr?.on('data', (bytes: Buffer) => {
      this.tail = (this.tail + bytes).slice(-4000);
      log?.(String(bytes).trimEnd());
    });
  }

  /** Let this process end although the server runs: it stops with us. */
  release(): void {
    this.#child.unref();
    for (const stream of this.#child.stdio) (stream as { unref?(): void } | null)?.unref?.();
  }

  async stop(mode: 'fast' | 'immediate'): Promise<void> {
    if (!this.exited) this.#child.stdin?.end(`${mode}\n`);
    this.#child.ref();
    await this.#gone;
  }
}
