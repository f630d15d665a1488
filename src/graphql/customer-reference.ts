import type { CustomerRef } from '../activities/draft.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { core } from './context.ts';
import { readCustomers } from './customer-row.ts';
import { localId } from './global-ids.ts';

/** The input by which callers name a customer. */
export const customerReference = (builder: Builder) =>
  builder.inputType('CustomerReference', {
    description: 'Names a customer: by the id of this API, or by your own. A new externalId makes a new customer.',
    isOneOf: true,
    fields: (t) => ({
      id: t.id({ description: 'The id of this API.' }),
      externalId: t.string({ description: 'Your own id of the customer, 1 to 200 characters.' }),
    }),
  });

declare module '../contract/graphql.ts' {
  interface GraphInputs {
    CustomerReference: CustomerReferenceInput;
  }
}

export interface CustomerReferenceInput {
  readonly id?: string | null;
  readonly externalId?: string | null;
}

/** The reference as the road takes it. An id of something else leads to no customer. */
export function customerRef(context: GraphContext, { id, externalId }: CustomerReferenceInput): CustomerRef {
  return typeof externalId === 'string' ? { externalId } : { id: localId(context, 'Customer', id ?? '') };
}

/** The customer as it is now; many are read together. */
export const loadCustomer = (context: GraphContext, id: string): Promise<never> =>
  customersNow(context).load(id) as never;

/** Lets a context read customers as another one does, in the same statement: both answer for the same instant. */
export function readCustomersThrough(context: GraphContext, other: GraphContext): void {
  context.batch.of(NOW, (ids: readonly string[]) => customersNow(other).loadMany(ids));
}

const customersNow = (context: GraphContext) =>
  context.batch.of(NOW, (ids: readonly string[]) => readCustomers(core(context), ids));

const NOW = 'customer-now';
