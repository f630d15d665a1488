/** A way of being a customer. People of one persona still differ: these are means to draw from. */
export interface Persona {
  readonly key: string;
  /** Share of the population. */
  readonly share: number;
  /** Days between purchases. */
  readonly gapDays: number;
  /** Days until the habit ends. */
  readonly lifeDays: number;
  /** Median basket, in units of a currency like the euro. */
  readonly basket: number;
  /** Interactions with us in a month. */
  readonly contactsPerMonth: number;
  /** Chance of having a plan. */
  readonly planShare: number;
  /** Chance that a purchase leads to a complaint. */
  readonly complaints: number;
  /** Chance of rating a purchase. */
  readonly ratings: number;
  /** Referrals in a year. */
  readonly referrals: number;
  /** How content people of this persona are when nothing happens, from 1 to 5. */
  readonly mood: number;
}

const persona = (key: string, share: number, rest: Omit<Persona, 'key' | 'share'>): Persona => ({
  key,
  share,
  ...rest,
});

export const personas: readonly Persona[] = [
  persona('passer-by', 0.27, {
    gapDays: 150,
    lifeDays: 35,
    basket: 32,
    contactsPerMonth: 0.5,
    planShare: 0.01,
    complaints: 0.07,
    ratings: 0.2,
    referrals: 0.03,
    mood: 3.7,
  }),
  persona('occasional', 0.3, {
    gapDays: 85,
    lifeDays: 800,
    basket: 45,
    contactsPerMonth: 1,
    planShare: 0.06,
    complaints: 0.06,
    ratings: 0.22,
    referrals: 0.1,
    mood: 3.9,
  }),
  persona('regular', 0.22, {
    gapDays: 38,
    lifeDays: 900,
    basket: 52,
    contactsPerMonth: 1.6,
    planShare: 0.15,
    complaints: 0.05,
    ratings: 0.25,
    referrals: 0.3,
    mood: 4.1,
  }),
  persona('devoted', 0.07, {
    gapDays: 16,
    lifeDays: 1500,
    basket: 70,
    contactsPerMonth: 2.6,
    planShare: 0.35,
    complaints: 0.035,
    ratings: 0.3,
    referrals: 1.2,
    mood: 4.5,
  }),
  persona('member', 0.14, {
    gapDays: 75,
    lifeDays: 650,
    basket: 38,
    contactsPerMonth: 1.4,
    planShare: 1,
    complaints: 0.06,
    ratings: 0.22,
    referrals: 0.25,
    mood: 4,
  }),
];

/** How much is bought at this time of the year, around 1: quiet in February and August, busy before Christmas. */
export function season(at: number): number {
  const day = (at / 86_400_000) % 365.2425; // days of the year, near enough: day 0 of 1970 was 1 January
  const bell = (middle: number, width: number) => Math.exp(-(((day - middle) / width) ** 2));
  return 1 + 0.75 * bell(340, 22) + 0.2 * bell(150, 30) - 0.22 * bell(45, 25) - 0.2 * bell(225, 25);
}
