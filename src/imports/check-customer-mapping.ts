import { checkValue } from './check-value.ts';
import { didYouMean } from './closest.ts';
import type { Faults } from './faults.ts';
import type { AttributeDeclarations } from './mapping.ts';
import { FIELD_TYPES } from './profile-reader.ts';

const TEXTS = ['externalId', 'customerId', 'locale', 'timeZone'];

/** Checks the mapping of customers. */
export function checkCustomerMapping(faults: Faults, given: unknown, attributes: AttributeDeclarations): void {
  const mapping = faults.object(given, [], [...TEXTS, 'joinedAt', 'attributes']);
  if (!mapping) return;
  if (mapping.externalId === undefined && mapping.customerId === undefined) {
    faults.add(['externalId'], 'NO_CUSTOMER', 'Name the column with the customer: "externalId": "…".');
  }
  for (const key of TEXTS) if (mapping[key] !== undefined) checkValue(faults, mapping[key], [key], 'text');
  if (mapping.joinedAt !== undefined) checkValue(faults, mapping.joinedAt, ['joinedAt'], 'instant');
  if (mapping.attributes === undefined) return;
  for (const [key, value] of Object.entries(faults.record(mapping.attributes, ['attributes']) ?? {})) {
    const declared = attributes.get(key);
    if (declared) checkValue(faults, value, ['attributes', key], FIELD_TYPES[declared.type]);
    else {
      const message = `There is no attribute “${key}”.${didYouMean(key, attributes.keys())} Declare it first.`;
      faults.add(['attributes', key], 'UNKNOWN_ATTRIBUTE', message);
    }
  }
}
