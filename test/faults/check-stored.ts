import { isDeepStrictEqual } from 'node:util';
import type { ActivityRow, CustomerRow } from './check.ts';
import type { Findings } from './findings.ts';
import type { Ledger } from './ledger.ts';

/** I1: what was accepted is stored once, as it was sent and under the id that was answered. */
export function checkStored(
  customer: CustomerRow,
  activities: readonly ActivityRow[],
  ledger: Ledger,
  seen: Set<string>,
  findings: Findings,
): void {
  for (const { id, key, kind, payload, at } of activities) {
    const entry = ledger.entries.get(key);
    if (!entry || seen.has(key)) {
      findings.extra += 1;
      continue;
    }
    seen.add(key);
    findings.accepted += 1;
    const { sent, ids, accepted } = entry;
    const asSent =
      sent.customer === customer.external_id &&
      sent.kind === kind &&
      isDeepStrictEqual(sent.payload, payload) &&
      (sent.occurredAt === undefined || sent.occurredAt === at);
    const asAnswered = accepted <= 1 && [...ids].every((one) => idIn(one) === id);
    if (!asSent || !asAnswered) findings.altered += 1;
  }
}

/** The uuid in a global id. */
const idIn = (globalId: string): string => Buffer.from(globalId, 'base64').toString().split(':', 2)[1] ?? '';
