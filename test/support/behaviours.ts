import type { Reply } from './receive.ts';

/** Decides what a receiver does with a message, by the id of the message. */
type Decide = (id: string) => Reply;

/** What comes the first time may go wrong, `nth` by `nth`; what comes again is taken. */
function atFirst(reply: (nth: number) => Reply): () => Decide {
  return () => {
    const seen = new Set<string>();
    return (id) => (seen.has(id) ? 204 : reply(seen.add(id).size));
  };
}

/** Receivers of webhooks as they are out there; each is made for one endpoint. */
export const behaviours = {
  healthy: () => () => 204,
  slow: () => () => ({ status: 204, after: 200 }),
  /** Fails for one message in ten, hangs for one in twenty, breaks off after it took one in 33. */
  flaky: atFirst((nth) => (nth % 20 === 0 ? 'hang' : nth % 33 === 0 ? 'drop' : nth % 10 === 1 ? 500 : 204)),
  /** Is down when the first messages come: more in a row than after which it is left alone. */
  recovering: atFirst((nth) => (nth <= 6 ? 503 : 204)),
  failing: () => () => 500,
  hanging: () => () => 'hang',
  redirecting: () => () => ({ status: 302, headers: { location: '/elsewhere' } }),
  gone: () => () => 410,
} satisfies Record<string, () => Decide>;

/** A name of one. */
export type Behaviour = keyof typeof behaviours;

/** One receiver for each path, whose first part names its behaviour. */
export function byPath(): (path: string, id: string) => Reply | undefined {
  const made = new Map<string, Decide>();
  return (path, id) => {
    const name = path.split('/')[1] ?? '';
    if (!Object.hasOwn(behaviours, name)) return undefined;
    const decide = made.get(path) ?? behaviours[name as Behaviour]();
    made.set(path, decide);
    return decide(id);
  };
}
