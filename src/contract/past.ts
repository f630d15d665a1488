/**
 * Extensions of a field of `Customer` that is right for a customer as of a past instant, too. All others are refused
 * there, so that none shows the present as the past.
 */
export const alsoPast = Object.freeze({ alsoPast: true });
