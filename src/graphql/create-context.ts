import { customerIdOf } from '../activities/identify.ts';
import type { Viewer } from '../contract/viewer.ts';
import type { Language } from '../language/language.ts';
import { shown } from '../metrics/shown.ts';
import { act } from '../pipeline/act.ts';
import type { Engine } from '../pipeline/engine.ts';
import { money } from '../wording/account.ts';
import { Batch } from './batch.ts';
import type { CoreContext, Services } from './context.ts';
import { customerRef, loadCustomer } from './customer-reference.ts';
import { type RowOutcome, rowOf } from './customer-row.ts';
import { globalId } from './global-ids.ts';
import { outcomeNames } from './outcome-names.ts';
import { reasonOf } from './outcome-reason.ts';

/** A context for one request, or for one event of a subscription: nothing in it outlives the answer. */
export function createContext(services: Services, viewer: Viewer, language: Language = 'en'): CoreContext {
  const { access, database, road, clock } = services;
  let em: CoreContext['em'] | undefined;
  let engine: Promise<Engine> | undefined;
  const context: CoreContext = {
    services,
    viewer,
    language,
    get pseudonyms() {
      return access.pseudonymsFor(viewer);
    },
    get em() {
      em ??= database.orm.em.fork() as never;
      return em;
    },
    query: (name, text, values) => database.query(name, text, values),
    batch: new Batch(),
    now: clock?.() ?? Date.now(),
    outcomes: (customer) => rowOf(customer).outcomes,
    possibleOutcomes: async (kind) => {
      const names = await outcomeNames(database, await context.engine());
      return [...names.values()].filter((name) => name.kind === kind && name.active);
    },
    reason: (customer, outcome) => reasonOf(context, rowOf(customer), outcome as RowOutcome),
    metric: (customer, key) => {
      const { engine: made, numbers, now } = rowOf(customer);
      const planned = made.plan.metrics.get(key);
      return planned && { metric: planned.metric, value: shown(planned, made.plan).read(numbers, now) };
    },
    account: {
      timeZone: services.timeZone,
      currency: services.currency,
      money: (minor) => money(minor, services),
    },
    customerId: (reference) => {
      const ref = customerRef(context, reference);
      return ref.id ?? customerIdOf(ref.externalId);
    },
    customer: (id) => loadCustomer(context, id),
    globalId: (customerId) => globalId(context, 'Customer', customerId),
    act: (customerIds, work) => act(road, customerIds, work, clock?.()),
    engine: () => {
      engine ??= road.engine();
      return engine;
    },
  };
  return context;
}
