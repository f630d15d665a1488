import { UserError } from '../errors.ts';
import type { Life } from '../history/life.ts';
import { relive } from '../history/relive.ts';
import type { CoreContext } from './context.ts';
import type { CustomerRow, RowOutcome } from './customer-row.ts';
import { outcomeOf } from './outcome-of.ts';
import { versionNumber } from './version-numbers.ts';

/**
 * A customer as it was at an instant, by what was known and published then: the same row as of now, with everything that
 * changes put back. Null: nobody had heard of the customer then.
 */
export async function customerAsOf(
  context: CoreContext,
  customer: CustomerRow,
  instant: Date,
): Promise<CustomerRow | null> {
  const asOf = instant.getTime();
  if (asOf > context.now)
    throw new UserError('IN_THE_FUTURE', '"asOf" lies in the future; ask for "upcomingChanges" instead.', ['asOf']);
  const { road } = context.services;
  const [life] = await relive(road, [customer.id], asOf);
  if (!life) return null;
  const { numbers, profile } = life.standing;
  const { erasedAt } = customer;
  return {
    ...customer,
    locale: profile.locale,
    timeZone: profile.timeZone,
    joinedAt: profile.joinedAt === null ? null : new Date(profile.joinedAt),
    attributes: profile.attributes,
    erasedAt: erasedAt && erasedAt.getTime() <= asOf ? erasedAt : null,
    numbers,
    outcomes: await outcomesOf(context, life),
    engine: life.engine,
    now: asOf,
    asOf,
    life,
  };
}

/** What held, by the names that it had then. */
async function outcomesOf(context: CoreContext, life: Life): Promise<RowOutcome[]> {
  const { engine, standing, reasons } = life;
  const versionIds = [...new Set([...reasons.values()].map(({ versionId }) => versionId))];
  const numbers = new Map(
    await Promise.all(versionIds.map(async (id) => [id, (await versionNumber(context, id)) ?? 0] as const)),
  );
  return standing.held.flatMap(({ code, since }): RowOutcome[] => {
    const { key = '', ruleSet: place = -1 } = engine.outcomes.get(code) ?? {};
    const ruleSet = engine.ruleSets[place];
    if (!ruleSet) return [];
    const { title = key, data = null } = outcomeOf(ruleSet, key) ?? {};
    const name = { code, kind: ruleSet.kind.key, ruleSet: ruleSet.key, key, title, data, active: true };
    const reason = reasons.get(code);
    const told = reason && { cause: reason.cause, version: numbers.get(reason.versionId) ?? 0, why: reason.why };
    return [{ ...name, since: new Date(since), name, ...(told ? { reason: told } : {}) }];
  });
}
