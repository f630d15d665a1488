interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/**
 * Where a document that fits the new JSON Schema may surprise somebody who reads by the old one: something is gone, may
 * be left out, or may have a value it could not have.
 */
export function breaksReaders(before: Schema, after: Schema, path = ''): string[] {
  const types = listOf(before.type);
  const faults = listOf(after.type)
    .filter((type) => types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number')))
    .map((type) => `${path} may be ${type}`);
  const values = valuesOf(before);
  if (values) {
    const now = valuesOf(after);
    if (!now) faults.push(`${path} may be anything`);
    for (const value of now ?? []) if (!values.includes(value)) faults.push(`${path} may be ${JSON.stringify(value)}`);
  }
  for (const [name, old] of Object.entries(before.properties ?? {})) {
    const place = `${path}/${name}`;
    const found = after.properties?.[name];
    if (!found) faults.push(`${place} is gone`);
    else faults.push(...breaksReaders(old, found, place));
    if (found && before.required?.includes(name) && !after.required?.includes(name))
      faults.push(`${place} may be left out`);
  }
  if (before.items && after.items) faults.push(...breaksReaders(before.items, after.items, `${path}/*`));
  return faults;
}

const valuesOf = (schema: Schema): readonly unknown[] | undefined =>
  schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);

const listOf = (type: Schema['type']): readonly string[] => (type === undefined ? [] : ([type].flat() as string[]));
