/** What the checker counted. All but the first few must be 0. */
export interface Findings {
  /** Activities that are stored. */
  accepted: number;
  changes: number;
  /** Deliveries of a change that a follower had been told before: allowed. */
  repeats: number;

  /** Acknowledged, and not stored. */
  lost: number;
  /** Stored twice, or never sent. */
  extra: number;
  /** Stored otherwise than it was sent, under another id than was answered, or accepted twice. */
  altered: number;
  /** Refused, although nothing is wrong with it. */
  rejected: number;
  /** Customers with a metric that does not follow from their activities. */
  wrongMetrics: number;
  /** Customers whose outcomes do not follow from their metrics. */
  wrongMemberships: number;
  /** Customers whose activities or changes are not numbered 1, 2, 3 …, or whose changes do not lead to their outcomes. */
  wrongNumbers: number;
  /** Positions missing, given twice, or against a customer's order. */
  wrongPositions: number;
  /** Changes that a follower was never told, summed over followers. */
  neverDelivered: number;
  /** Changes that were first told after a later one. */
  outOfOrder: number;
  /** Told, and not in the feed. */
  phantoms: number;
  /** Times a follower found the link to the change before broken. */
  gaps: number;
  /** Webhooks with a wrong signature, that came again under another id, or that went where a redirect leads. */
  wrongMessages: number;
  /** Webhook endpoints that said they are gone and are not disabled, or the other way round. */
  wrongEndpoints: number;
  /** Customers that somebody still holds, locks and leases that nobody let go. */
  stuck: number;
  /** Customers whose time has come and who were not settled. */
  overdue: number;
  /** Processes that ended by themselves, or not well when they were asked to. */
  crashed: number;
}

export const NOTHING: Readonly<Findings> = Object.freeze({
  accepted: 0,
  changes: 0,
  repeats: 0,
  lost: 0,
  extra: 0,
  altered: 0,
  rejected: 0,
  wrongMetrics: 0,
  wrongMemberships: 0,
  wrongNumbers: 0,
  wrongPositions: 0,

  neverDelivered: 0,
  outOfOrder: 0,
  phantoms: 0,
  gaps: 0,
  wrongMessages: 0,
  wrongEndpoints: 0,
  stuck: 0,
  overdue: 0,
  crashed: 0,
});

const ALLOWED = new Set<string>(['accepted', 'changes', 'repeats'] satisfies (keyof Findings)[]);

/** What must not be, by name. */
export const violations = (findings: Findings): string[] =>
  Object.entries(findings).flatMap(([name, count]) => (count > 0 && !ALLOWED.has(name) ? [`${name} ${count}`] : []));
