import type { Contributions } from '../assemble.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { NotFoundError } from '../errors.ts';
import { type Erased, eraseCustomer } from '../pipeline/erase.ts';
import { core } from './context.ts';
import { type CustomerReferenceInput, customerRef, loadCustomer } from './customer-reference.ts';

/** `eraseCustomer`: a person goes, what they did stays as numbers. */
export function erase(builder: Builder, { personal }: Contributions): void {
  const Success = builder.objectRef<Erased>('EraseCustomerSuccess').implement({
    extensions: inherited,
    description: 'Nothing that is kept tells who the customer was.',
    fields: (t) => ({
      customer: t.field({
        type: Customer,
        description: 'What is left: numbers under the same id.',
        resolve: ({ customerId }, _args, context) => loadCustomer(context, customerId),
      }),
      erased: t.exposeBoolean('erased', {
        description: 'False when the person had been erased before; then nothing was done.',
      }),
    }),
  });
  const Input = builder.inputType('EraseCustomerInput', {
    description: 'Who is to be erased.',
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', required: true, description: 'The customer, who must exist.' }),
    }),
  });
  builder.mutationField('eraseCustomer', (t) =>
    t.field({
      extensions: needs('customers:erase'),
      type: Success,
      description:
        'Erases a person for good: personal data, attributes, your id, and what the person wrote are gone; amounts, times ' +
        'and counts stay under the id of this API. Partners are told by the change CUSTOMER_ERASED. Whatever comes later ' +
        'for the same externalId is rejected with CUSTOMER_ERASED.',
      errors: {
        types: [NotFoundError],
        union: { name: 'EraseCustomerResult', description: 'Success, or why nobody was erased.' },
        directResult: true,
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The customer.' }) },
      resolve: (_root, { input }, context) => {
        const { road, clock } = core(context).services;
        const { customer } = input as { customer: CustomerReferenceInput };
        return eraseCustomer(road, context.viewer, customerRef(context, customer), personal, clock?.());
      },
    }),
  );
}
