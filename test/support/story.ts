import { operator } from '../../src/access/viewer.ts';
import type { ActivityDraft, ProfileDraft } from '../../src/activities/draft.ts';
import type { App } from '../../src/app.ts';
import { publishVersion } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { MAX_BATCH } from '../../src/pipeline/road.ts';

/** One thing that happened, in short. */
export interface Event {
  /** The customer's externalId. */
  readonly who: string;
  readonly kind: string;
  /** Epoch milliseconds; left out: now. */
  readonly at?: number;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** Records what happened, straight on the road; every event must be accepted. */
export async function happen(
  app: App,
  events: readonly Event[],
  profiles: readonly ProfileDraft[] = [],
): Promise<void> {
  const drafts = events.map(({ who, kind, at, payload = {} }, i): ActivityDraft => {
    const draft = {
      customer: { externalId: who },
      kind,
      key: `${who} ${kind} ${at ?? ''} ${i}`,
      source: 'test',
      payload,
    };
    return at === undefined ? draft : { ...draft, occurredAt: at };
  });
  const now = app.clock?.();
  for (let from = 0; from === 0 || from < drafts.length; from += MAX_BATCH) {
    const batch = { activities: drafts.slice(from, from + MAX_BATCH), profiles: from === 0 ? profiles : [] };
    const { results } = await app.road.settle(now === undefined ? batch : { ...batch, now });
    for (const result of results) if (result.status !== 'accepted') throw new Error(JSON.stringify(result));
  }
}

/** Saves a document, publishes it, and settles every customer by it. */
export async function publish(app: App, key: string, kind: string, document: object): Promise<void> {
  const { number } = await saveRuleSet(app.road, operator, { key, kind, title: key, source: JSON.stringify(document) });
  await publishVersion(app.road, operator, key, number);
  await settleEverybody(app);
}

/** Settles every customer as of now: what a backfill does. */
export async function settleEverybody(app: App): Promise<void> {
  const rows = await app.database.query<{ id: string }>('', 'select id from customer order by id');
  const now = app.clock?.();
  for (let from = 0; from < rows.length; from += MAX_BATCH) {
    const batch = { activities: [], customerIds: rows.slice(from, from + MAX_BATCH).map(({ id }) => id) };
    await app.road.settle(now === undefined ? batch : { ...batch, now });
  }
}
