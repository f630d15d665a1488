const SAME_KEYPRESS = 1000;

/**
 * Aborts the controller at the first signal to end; a second one ends the process at once. A repeat within a second is the
 * same keypress: the terminal sends it to us, and npm forwards it once more.
 */
export function onSignal(stop: AbortController, say: () => void = () => {}): void {
  let first = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) {
        first = performance.now();
        stop.abort();
        say();
      } else if (performance.now() - first > SAME_KEYPRESS) process.exit(1);
    });
  }
}
