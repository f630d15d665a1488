import type { ActivityKind, Field } from '../contract/activity.ts';

/** The fields that callers may give, by name; the others are filled in as activities are recorded. */
export const takenFields = ({ fields }: ActivityKind): [name: string, field: Field][] =>
  Object.entries(fields).filter(([, { filled }]) => !filled);
