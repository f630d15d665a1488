// Receives webhooks in a process of its own, each verified by the official library before it is dealt with. It is told
// the secret of each path, and tells what arrived.
import { Webhook } from 'standardwebhooks';
import { byPath } from '../support/behaviours.ts';
import { isTaken, receive } from '../support/receive.ts';

/** What the owner of an endpoint knows of it. */
export interface Secret {
  readonly path: string;
  readonly secret: string;
}

/** A message that arrived. */
export interface Arrival {
  readonly path: string;
  readonly messageId: string;
  /** In epoch milliseconds. */
  readonly at: number;
  readonly verified: boolean;
  /** Whether it was dealt with. */
  readonly taken: boolean;
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly id: string; readonly cursor: string; position: number; previousPosition: number };
}

const decide = byPath();
const secrets = new Map<string, PromiseWithResolvers<Webhook>>();
function secretOf(path: string): PromiseWithResolvers<Webhook> {
  const known = secrets.get(path) ?? Promise.withResolvers();
  secrets.set(path, known);
  return known;
}

let arrivals: Arrival[] = [];
function tell(arrival: Arrival): void {
  if (arrivals.push(arrival) === 1)
    setTimeout(() => {
      process.send?.(arrivals);
      arrivals = [];
    }, 20);
}

const { url } = await receive(async ({ path, id, headers, raw }) => {
  const at = Date.now();
  const reply = decide(path, id) ?? 404;
  const known = await (reply === 404 ? undefined : secretOf(path).promise);
  const verified = known !== undefined && verifies(known, raw, headers);
  const { type, timestamp, data } = JSON.parse(raw);
  tell({ path, messageId: id, at, verified, taken: verified && isTaken(reply), type, timestamp, data });
  return verified ? reply : 401;
});

function verifies(webhook: Webhook, raw: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(raw, headers);
    return true;
  } catch {
    return false;
  }
}

process.on('message', ({ path, secret }: Secret) => secretOf(path).resolve(new Webhook(secret)));
process.once('disconnect', () => process.exit());
process.send?.({ url });
