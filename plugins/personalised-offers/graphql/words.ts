/** The values of an enum by their descriptions, in capitals: `groupTaken` is `GROUP_TAKEN`. */
export const valuesOf = <K extends string>(described: Readonly<Record<K, string>>) =>
  Object.fromEntries(
    (Object.keys(described) as K[]).map((value) => [
      value.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
      { value, description: described[value] },
    ]),
  ) as Record<string, { readonly value: K; readonly description: string }>;

/** What the contract calls a time, as the API gives it. */
export const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));
