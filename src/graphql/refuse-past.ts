import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';
import { UserError } from '../errors.ts';
import { isCustomerRow } from './customer-row.ts';

/** What is asked of a customer as of a past instant, and is not kept. */
export const notKept = (what: string): UserError =>
  new UserError('HISTORY_NOT_KEPT', `"${what}" is known as it is now only; ask for it without "asOf".`);

/** Fields of a customer that do not say that they tell the past as well are refused for a past instant. */
export function refusePast(schema: GraphQLSchema): GraphQLSchema {
  const customer = schema.getType('Customer');
  if (!isObjectType(customer)) return schema;
  for (const field of Object.values(customer.getFields())) if (!field.extensions.alsoPast) guard(field);
  return schema;
}

function guard(field: GraphQLField<unknown, unknown>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    if (isCustomerRow(parent) && parent.asOf !== null) throw notKept(field.name);
    return resolve(parent, args, context, info);
  };
}
