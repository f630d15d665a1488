import type { Builder } from '../contract/graphql.ts';
import { constantCase } from './activity-inputs.ts';

/** An enum of words that we use ourselves, with what each of them means. */
export const describedEnum = <T extends string>(
  builder: Builder,
  name: string,
  description: string,
  means: Readonly<Record<T, string>>,
) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(
      Object.entries<string>(means).map(([value, meaning]) => [
        constantCase(value),
        { value: value as T, description: meaning },
      ]),
    ) as Record<string, { value: T; description: string }>,
  });
