import { defineChange } from '../contract/change.ts';

export const CUSTOMER_ERASED = 'customer.erased';

export const CustomerErased = defineChange({
  type: CUSTOMER_ERASED,
  name: 'CustomerErased',
  description: 'A person was erased: delete what you keep of them. Find it by the id of the customer, which stays.',
  fields: {},
});
