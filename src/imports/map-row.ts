import type { ActivityKind } from '../contract/activity.ts';
import type { Issue } from '../errors.ts';
import { ValidationError } from '../errors.ts';
import { activityReader, type MappedActivity } from './activity-reader.ts';
import { checkMapping } from './check-mapping.ts';
import type { ActivityMapping, AttributeDeclarations, CustomerMapping } from './mapping.ts';
import { type MappedCustomer, profileReader } from './profile-reader.ts';
import type { ReadRow } from './row.ts';
import { Occurrences } from './row-key.ts';

type Kinds = ReadonlyMap<string, ActivityKind>;
const NO_KINDS: Kinds = new Map();

/**
 * Turns a row into an activity in stored form, or says everything that is wrong with the row. `checkActivity` judges the
 * activity itself. Where the mapping names no key, give the `occurrences` of this reading of the file; without them
 * equal rows get equal keys. Throws a `ValidationError` when the mapping is unusable.
 */
export function mapActivityRow(
  row: ReadRow,
  mapping: ActivityMapping,
  kinds: Kinds,
  occurrences: Occurrences = new Occurrences(),
): MappedActivity {
  return activities(mapping, kinds)(row, occurrences);
}

/** Turns a row into a part of a profile, or says everything that is wrong with it. Throws like `mapActivityRow`. */
export function mapCustomerRow(
  row: ReadRow,
  mapping: CustomerMapping,
  attributes: AttributeDeclarations,
): MappedCustomer {
  return profiles(mapping, attributes)(row);
}

const activities = compiledOnce(activityReader, (mapping: ActivityMapping, kinds: Kinds) =>
  checkMapping(mapping, 'activities', kinds),
);
const profiles = compiledOnce(profileReader, (mapping: CustomerMapping, attributes: AttributeDeclarations) =>
  checkMapping(mapping, 'customers', NO_KINDS, undefined, attributes),
);

/** Compiles on first use and keeps what it compiled for as long as the mapping lives. */
function compiledOnce<M extends object, D, R>(
  compile: (mapping: M, declared: D) => R,
  check: (mapping: M, declared: D) => Issue[],
): (mapping: M, declared: D) => R {
  const compiled = new WeakMap<M, { readonly declared: D; readonly reader: R }>();
  return (mapping, declared) => {
    const known = compiled.get(mapping);
    if (known?.declared === declared) return known.reader;
    const issues = check(mapping, declared);
    if (issues.length > 0) throw new ValidationError(issues);
    const reader = compile(mapping, declared);
    compiled.set(mapping, { declared, reader });
    return reader;
  };
}
