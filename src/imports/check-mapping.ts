import type { ActivityKind } from '../contract/activity.ts';
import type { Issue } from '../errors.ts';
import { checkActivityMapping } from './check-activity-mapping.ts';
import { checkCustomerMapping } from './check-customer-mapping.ts';
import { Faults } from './faults.ts';
import type { AttributeDeclarations } from './mapping.ts';

/**
 * Everything that is wrong with a mapping, each with the path to it and a sentence; empty when it can be used. Column
 * names are checked when the `columns` of the file are given (CSV, once the header is known).
 */
export function checkMapping(
  mapping: unknown,
  what: 'customers' | 'activities',
  kinds: ReadonlyMap<string, ActivityKind>,
  columns?: readonly string[],
  attributes: AttributeDeclarations = new Map(),
): Issue[] {
  const faults = new Faults(columns);
  if (what === 'activities') checkActivityMapping(faults, mapping, kinds);
  else checkCustomerMapping(faults, mapping, attributes);
  return faults.issues;
}
