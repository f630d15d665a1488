import { isDeepStrictEqual } from 'node:util';
import type { Report } from './finding.ts';

/**
 * Calls what has to be pure, twice, on inputs that nobody may change, and tells of every way in which it is not. Undefined:
 * it failed.
 */
export function callPure<T>(what: string, report: Report, call: () => T): T | undefined {
  try {
    const { result, asked } = withoutClock(call);
    for (const source of asked) report(`${what} asks ${source}; what is pure follows from its inputs alone.`);
    if (result instanceof Promise) report(`${what} is asynchronous; it must answer at once.`);
    const again = withoutClock(call).result;
    if (!isDeepStrictEqual(plain(result), plain(again))) report(`${what} answers differently when it is asked again.`);
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report(
      /read only|not extensible|object is not extensible|Cannot delete/.test(reason)
        ? `${what} changes its input: ${reason}.`
        : `${what} fails: ${reason}`,
    );
    return undefined;
  }
}

/** What of a result can be compared: functions are made anew with each. */
const plain = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'function' ? null : part)) ?? 'null');

/** A copy that cannot be changed, down to its last part. */
export function frozen<T>(value: T): T {
  return freeze(structuredClone(value));
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freeze(part);
  return ArrayBuffer.isView(value) ? value : Object.freeze(value);
}

/** Runs a call while the clock and chance are watched, and tells which of them it asked. It must not wait for anything. */
function withoutClock<T>(call: () => T): { readonly result: T; readonly asked: ReadonlySet<string> } {
  const asked = new Set<string>();
  const { Date: RealDate } = globalThis;
  const watched = new Proxy(RealDate, {
    construct(target, args, newTarget) {
      if (args.length === 0) asked.add('the clock (new Date())');
      return Reflect.construct(target, args, newTarget);
    },
    apply() {
      asked.add('the clock (Date())');
      return RealDate();
    },
    get: (target, key) => (key === 'now' ? watch('the clock (Date.now)', RealDate.now) : Reflect.get(target, key)),
  });
  function watch<F extends () => unknown>(source: string, real: F): F {
    return (() => {
      asked.add(source);
      return real();
    }) as F;
  }
  const { random } = Math;
  const now = performance.now.bind(performance);
  const uuid = crypto.randomUUID.bind(crypto);
  try {
    globalThis.Date = watched;
    Math.random = watch('chance (Math.random)', random);
    performance.now = watch('the clock (performance.now)', now);
    crypto.randomUUID = watch('chance (crypto.randomUUID)', uuid);
    return { result: call(), asked };
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
    performance.now = now;
    crypto.randomUUID = uuid;
  }
}
