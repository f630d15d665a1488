/** The values of an enum by their descriptions, in capitals: `quietHours` is `QUIET_HOURS`. */
export const valuesOf = <K extends string>(described: Readonly<Record<K, string>>) =>
  Object.fromEntries(
    (Object.entries(described) as [K, string][]).map(([value, description]) => [
      value.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
      { value, description },
    ]),
  ) as Record<string, { readonly value: K; readonly description: string }>;

/** What the plugin calls a time, as the API gives it. */
export const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));
