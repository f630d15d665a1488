/** Points of one issue month, and how many of them were redeemed by the end of each month since, that one first. */
export interface Vintage {
  readonly issued: number;
  readonly redeemed: readonly number[];
}

/** What is known and expected of a vintage. */
export interface Developed extends Vintage {
  /** Of what was issued, what was not redeemed by now. */
  readonly breakage: number | null;
  /** Share that will have been redeemed ever, as far as older vintages tell. */
  readonly expectedRedeemed: number | null;
}

/**
 * The development triangle by the chain ladder: how redeemed points of all older vintages grew from one month of age to
 * the next is taken to hold for the younger ones. Null where nothing can be told.
 */
export function develop(vintages: readonly Vintage[]): Developed[] {
  const ages = Math.max(0, ...vintages.map(({ redeemed }) => redeemed.length));
  const growth = Array.from({ length: Math.max(0, ages - 1) }, (_, age) => {
    const older = vintages.filter(({ redeemed }) => redeemed.length > age + 1);
    const before = sum(older.map(({ redeemed }) => redeemed[age] as number));
    const after = sum(older.map(({ redeemed }) => redeemed[age + 1] as number));
    return before === 0 ? undefined : after / before;
  });
  return vintages.map(({ issued, redeemed }) => {
    const now = redeemed.at(-1);
    if (issued === 0 || now === undefined) return { issued, redeemed, breakage: null, expectedRedeemed: null };
    let ultimate: number | undefined = now;
    for (const factor of growth.slice(redeemed.length - 1))
      ultimate = ultimate === undefined || factor === undefined ? undefined : ultimate * factor;
    const expectedRedeemed = ultimate === undefined ? null : Math.min(1, ultimate / issued);
    return { issued, redeemed, breakage: 1 - now / issued, expectedRedeemed };
  });
}

const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
