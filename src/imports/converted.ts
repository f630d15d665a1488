/** A value in its stored form, or why there is none. */
export type Converted = { readonly value: unknown } | { readonly code: string; readonly message: string };

/** `digits`: decimals of the row's currency, for money in major units. */
export type Convert = (value: unknown, digits?: number) => Converted;

export const fault = (code: string, message: string): Converted => ({ code, message });
